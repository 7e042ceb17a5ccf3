package cn.siyu.distribution.domain;

/** The unified social credit code of a company (GB 32100): 18 characters, of which the last checks the others. */
public record CreditCode(String value) {

    private static final String SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

    public CreditCode {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a unified social credit code");
        }
    }

    /** Whether its last sign fits the seventeen before it. */
    public static boolean isValid(String code) {
        if (code.length() != WEIGHTS.length + 1 || code.chars().anyMatch(sign -> SIGNS.indexOf(sign) < 0)) {
            return false;
        }
        var sum = 0;
        for (var place = 0; place < WEIGHTS.length; place++) {
            sum += SIGNS.indexOf(code.charAt(place)) * WEIGHTS[place];
        }
        var check = (SIGNS.length() - sum % SIGNS.length()) % SIGNS.length();
        return SIGNS.indexOf(code.charAt(WEIGHTS.length)) == check;
    }
}
