import { weaknessOf } from './password-rules';

const owner = { email: 'maria.gonzales@example.com', name: 'Maria Gonzales' };

describe('a password', () => {
  it.each([
    'password123',
    'Password123!',
    'P@ssw0rd2024',
    'passwordpassword',
    'qwertyuiop',
    'QWERTZUIOP',
    '1234567890',
    '0987654321',
    '12345678901234',
    'aaaaaaaaaa',
    'abcabcabcabc',
    'abcdefghijkl',
    'iloveyou2026',
    '!!!welcome1!!!',
    'letmein12345',
    '1q2w3e4r5t6y',
    'correcthorsebatterystaple',
    'maria.gonzales@example.com',
    'Maria.Gonzales',
    'MARIA GONZALES',
    'Gonzales-Maria-2026!',
    'm4r1a.g0nz4les',
    'xMariaGonzales7',
  ])('the password %s is refused as one of the first to be guessed', (password) => {
    expect(weaknessOf(password, owner)).toEqual(expect.any(String));
  });

  it.each([
    'a quiet harbour at 6',
    'Tr0mbone-lesson',
    'kJ8$mPq2!xVz',
    'SecurePass123!',
    'drei kleine Enten',
    'пароль для сада',
    'maria.gonzales.garden',
    '4815162342 lost',
  ])('the password %s is accepted', (password) => {
    expect(weaknessOf(password, owner)).toBeUndefined();
  });

  const business = {
    email: 'info@sanitaer.example',
    name: 'Jörg Ng',
    businesses: ['Sanitär Meier', 'Sanitär Meier GmbH & Co. KG'],
  };
  it.each([
    'Sanitär-Meier-2026!',
    'SANITAERMEIER99',
    'sanitar_meier_1',
    '$anit4r-Me1er!!',
    '2026 Meier 2026',
    'JoergNg-123456',
    'jorgng.1987.12',
    'Info-Meier-2026',
  ])('the password %s, made of the own words of Sanitär Meier, is refused', (password) => {
    expect(weaknessOf(password, business)).toContain('your business');
  });

  it.each(['Meier kocht Kaffee', 'sanitär, aber gelb', '8391 7462 5518 Meier', 'kJ8$mPq2!xVz'])(
    'the password %s of Sanitär Meier, with more to it than own words, is accepted',
    (password) => {
      expect(weaknessOf(password, business)).toBeUndefined();
    },
  );

  it('is judged at once, however long it and the words are', () => {
    const long = {
      email: `${'a'.repeat(64)}@example.com`,
      name: 'ab cd '.repeat(42),
      businesses: ['aaaa '.repeat(51)],
    };
    expect(weaknessOf('a'.repeat(128), long)).toEqual(expect.any(String));
  });
});
