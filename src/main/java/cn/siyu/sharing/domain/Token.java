package cn.siyu.sharing.domain;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/** The word that stands for a shared link: 14 characters of base62, 83 bits, so that nobody finds one by guessing (C15). */
public final class Token {

    /** For the paths of resources: whatever else stands there names no token. */
    public static final String FORM = "[0-9A-Za-z]{14}";

    private static final int LENGTH = 14;
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern TOKEN = Pattern.compile(FORM);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Token() {}

    public static String next() {
        var token = new StringBuilder(LENGTH);
        for (var at = 0; at < LENGTH; at++) {
            token.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return token.toString();
    }

    public static boolean is(String text) {
        return TOKEN.matcher(text).matches();
    }
}
