package cn.siyu.suite;

/** Which tests are whose, so that each third takes as long as the others. A new context is in the last by itself. */
final class Thirds {

    static final String TESTS = "cn\\.siyu\\..*Test";
    static final String FIRST = "cn\\.siyu\\.(audience|commission|distribution|groupbuy|kernel|koc|notify)\\..*";
    static final String SECOND = "cn\\.siyu\\.(contract|inventory|journey|promotion|trade)\\..*";

    private Thirds() {}
}
