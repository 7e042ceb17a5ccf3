package cn.siyu.kernel.security;

/** Who may do what: the values of {@code @RolesAllowed}. A caller has one or several. */
public final class Role {

    /** A consumer, signed in through the mini-program. */
    public static final String MEMBER = "member";

    /** Manages staff, roles and settings; sees everything. */
    public static final String ADMIN = "admin";

    /** Products, prices, channels, activities. */
    public static final String MERCHANDISER = "merchandiser";

    /** Payments, refunds, reconciliation, payouts. */
    public static final String FINANCE = "finance";

    /** Orders and after-sales for customers. */
    public static final String SUPPORT = "support";

    /** Stock, shipping and the running of the system (jobs, dead letters). */
    public static final String OPS = "ops";

    /** Reads everything that staff may read, changes nothing. */
    public static final String AUDITOR = "auditor";

    private Role() {}
}
