package cn.siyu.distribution.domain;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Codes that people say on the phone and type: no character that looks like another, upper and lower case alike. */
public final class PromoCodes {

    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final int LENGTH = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PromoCodes() {}

    /** Fresh ones, of which the first that nobody has is to be used. */
    public static List<String> draw(int how) {
        return Stream.generate(PromoCodes::draw).limit(how).toList();
    }

    /** As it is kept, however it was typed. */
    public static String canonical(String typed) {
        return typed.strip().toUpperCase(Locale.ROOT);
    }

    private static String draw() {
        return RANDOM.ints(LENGTH, 0, ALPHABET.length())
                .mapToObj(ALPHABET::charAt)
                .map(String::valueOf)
                .collect(Collectors.joining());
    }
}
