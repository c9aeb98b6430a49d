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
});
