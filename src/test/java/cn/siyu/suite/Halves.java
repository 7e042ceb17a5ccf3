package cn.siyu.suite;

/** Which tests are whose, so that one half takes as long as the other. A new context is in the second half by itself. */
final class Halves {

    static final String TESTS = "cn\\.siyu\\..*Test";

    static final String FIRST =
            "cn\\.siyu\\.(commission|contract|distribution|groupbuy|journey|kernel|koc|notify|report|sharing|storefront)\\..*";

    private Halves() {}
}
