/** Names that would be taken for the platform itself, or that mail, browsers and operating systems look up. */
const RESERVED = new Set(
  [
    // Mailboxes that speak for a whole domain, and the services of the same names (RFC 2142); also those by which
    // certificates are approved (CA/Browser Forum Baseline Requirements, 3.2.2.4.4).
    'abuse admin administrator ftp hostmaster info marketing news noc postmaster root sales security ssladmin',
    'sslwebmaster support sysadmin usenet uucp webmaster www',
    // Where programs look for their settings by themselves.
    'autoconfig autodiscover broadcasthost enterpriseenrollment enterpriseregistration isatap lyncdiscover mta-sts',
    'msoid openpgpkey sip sipfederationtls wpad',
    // Special names of the DNS (RFC 6761, RFC 8375).
    'arpa example home-arpa internal invalid lan local localdomain localhost onion test',
    // Hosts of mail, names and files.
    'calendar caldav carddav contacts cpanel dns exchange gateway imap imaps ldap mail mailer mx nameserver ns ntp',
    'owa pop pop3 proxy relay resolver router sftp smtp smtps ssh sslvpn submission telnet vpn webdav webdisk',
    'webmail whm whois',
    // The platform, and what visitors would take for it.
    'about account accounts api app apps asset assets auth backup beta billing blog careers cdn community console',
    'content control dashboard demo design dev developer developers development dns-admin docs documentation',
    'download downloads edge email faq feedback files forum git graphql help hooks id identity images img jobs kb',
    'legal live login logout lost media metrics mobile monitor my oauth ops origin panel partner partners password',
    'pay payment payments platform portal preview privacy prod production public register registration reset sandbox',
    'search secure server service services shop signin signup site site-ninja siteninja sites sso staging',
    'stage static statistics stats status store support-team system team terms test-site token tools uat update',
    'updates upload uploads user users web webhook webhooks wiki ww www-data',
  ]
    .join(' ')
    .split(' '),
);

/** Hosts of one kind are numbered: ns1, mx2, www3. */
const NUMBERED = /^(?:api|cdn|dns|ftp|imap|mail|mx|ns|ntp|pop|relay|smtp|web|www|ww)-?[0-9]+$/;

/** A label with hyphens in third and fourth place is displayed in other letters, or may be one day (RFC 5891, 4.2.3.1). */
const ENCODED = /^..--/;

export function isReserved(label: string): boolean {
  return RESERVED.has(label) || NUMBERED.test(label) || ENCODED.test(label);
}
