/** Words that people take for a password, as they are or with digits and signs before and behind. */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    'password passwort passcode passphrase motdepasse contrasena senha wachtwoord parola secret mysecret ' +
    'mypassword yourpassword newpassword oldpassword thepassword passwordpassword secretpassword ' +
    'defaultpassword temppassword testpassword adminpassword userpassword rootpassword masterpassword ' +
    'default temporary changeme changeit pleasechange letmein letmeinnow letmeinplease openthedoor opensesame ' +
    'welcome welcomehome welcomeback hello helloworld hellohello goodbye iloveyou ilovegod ilovejesus ilovemyself ' +
    'iloveu loveyou loveme lovelove iloveher ilovehim ihateyou fuckyou fuckoff asshole qwerty qwertz azerty ' +
    'qwertyqwerty qwertyui qwertyuiop asdfgh asdfghjkl asdfasdf zxcvbn zxcvbnm qazwsx qazwsxedc abc abcd abcdef ' +
    'abcabc admin adminadmin administrator administrador root rootroot toor user username guest ' +
    'testtest login logmein computer internet server system network database oracle ' +
    'microsoft windows google facebook instagram youtube amazon samsung apple iphone android nintendo pokemon ' +
    'pikachu minecraft fortnite roblox starwars starwarsfan startrek skywalker darthvader gandalf hobbit ' +
    'harrypotter hogwarts matrix superman superwoman batman spiderman ironman wolverine wonderwoman godzilla ' +
    'dragon dragonball dragonfly monkey tigger tiger elephant dolphin butterfly chocolate strawberry blueberry ' +
    'watermelon pineapple banana cookie cupcake cheese peanut pepper ginger flower flowers rainbow sunshine ' +
    'sunflower moonlight starlight summer winter spring autumn january february monday friday football baseball ' +
    'basketball softball hockey soccer liverpool liverpoolfc chelsea chelseafc arsenal barcelona realmadrid ' +
    'manchester manchesterunited juventus yankees cowboys steelers lakers redsox princess prince queen king ' +
    'angel angels babygirl babyboy sweetheart sweetie cutiepie beautiful gorgeous handsome honey darling lover ' +
    'forever foreverlove friend friends bestfriend bestfriends family mother father brother sister daughter ' +
    'michael michelle jennifer jessica jordan ashley amanda andrew anthony charlie christopher christian daniel ' +
    'elizabeth george hannah heather hunter jasmine joshua justin maggie matthew melissa nicole patrick rachel ' +
    'richard robert samantha stephanie thomas victoria william alexander alexandra jesus jesuschrist godisgood ' +
    'blessed faith heaven freedom liberty america australia germany england ireland scotland canada mexico ' +
    'california florida texas london newyork paris berlin nothing something anything whatever whocares ' +
    'trustno trustnoone dontforget remember forgotten idontknow dunno money millionaire bitcoin lucky ' +
    'master mustang maverick corvette ferrari porsche mercedes yamaha harley harleydavidson shadow phoenix ' +
    'thunder lightning firebird warrior killer hacker ninja samurai pirate access private security secure'
  ).split(' '),
);

/** Whole passwords of ten characters and more that the words, runs and repetitions do not cover. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  (
    '1234567891 12345678910 123456789a a123456789 123456789q q123456789 123456abcd abcd123456 abc1234567 ' +
    'abcdefg123 abcdefg1234 abcd1234abcd 1234abcd1234 1234qwerasdf 1234qwerty 12345qwert 123456qwerty ' +
    'qwerty123456 qwer1234qwer qwerasdfzxcv asdf1234asdf asdfqwerzxcv zxcvasdfqwer 1q2w3e4r5t6y 1q2w3e4r5t ' +
    'q1w2e3r4t5 q1w2e3r4t5y6 1qazxsw23edc zaq12wsxcde3 zaq1xsw2cde3 !qaz2wsx3edc 1qaz@wsx3edc !qaz@wsx#edc ' +
    '!@#$%^&*() 1122334455 1212121212 1231231231 123123123123 123321123321 1357924680 2468013579 9876543210 ' +
    '0987654321 987654321a 1029384756 1357913579 3141592653 31415926535 3.14159265 2718281828 5555555555 ' +
    'correcthorsebatterystaple correct-horse-battery-staple correcthorse ' +
    'p@ssw0rd123 pa$$w0rd123 passw0rd123 passw0rd1234 pass123456 pass1234567 pass12345678 passpasspass ' +
    'thisismypassword thisisapassword iamyourfather maytheforcebewithyou tobeornottobe tobeornot2be ' +
    'ncc1701dncc1701 trustno1trustno1 blink182blink182 letmein123letmein 0123456789a a0123456789 007007007007 ' +
    'areyoukidding areyoukiddingme ilovemymom iloveyousomuch ilovemycat ilovemydog iloveyou2much lovemelove ' +
    'monkey123monkey superman123superman qwe123qwe123 123qwe123qwe 123qweasdzxc qweasdzxc123 1qw23er45t ' +
    'asd123asd123 zxc123zxc123 qwaszx12qwaszx a1b2c3d4e5 a1b2c3d4e5f6 1a2b3c4d5e 1a2b3c4d5e6f aa12345678 ' +
    'aa123456789 qq123456789 test123456 test12345678 admin123456 admin12345678 user123456 root123456 ' +
    'welcome2024 welcome2025 welcome2026 summer2024! summer2025! summer2026! winter2024! winter2025! winter2026!'
  ).split(' '),
);
