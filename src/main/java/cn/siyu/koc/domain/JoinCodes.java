package cn.siyu.koc.domain;

import java.security.SecureRandom;

/** Codes by which members join a community: eight characters that are not mistaken for each other, from a secure source. */
public final class JoinCodes {

    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int LENGTH = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private JoinCodes() {}

    public static String next() {
        var code = new StringBuilder(LENGTH);
        for (var at = 0; at < LENGTH; at++) {
            code.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }
}
