package cn.siyu.identity.domain;

import cn.siyu.kernel.security.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The roles that staff can have, and in words what each may do. */
public enum RoleCard {
    ADMIN(
            Role.ADMIN,
            "Manages staff, the organisation and settings",
            List.of("staff", "org units", "members", "audit log")),
    MERCHANDISER(
            Role.MERCHANDISER, "Products, prices and channels", List.of("catalogue", "imports", "prices", "channels")),
    FINANCE(Role.FINANCE, "Payments, refunds and reconciliation", List.of("payments", "refunds", "ledger")),
    SUPPORT(Role.SUPPORT, "Orders and after-sales for customers", List.of("orders", "after-sales", "members")),
    OPS(
            Role.OPS,
            "Stock, shipping and the running of the system",
            List.of("stock", "shipments", "jobs", "dead letters")),
    AUDITOR(Role.AUDITOR, "Reads what staff may read, changes nothing", List.of("reading", "audit log"));

    private static final Set<String> ROLES =
            Arrays.stream(values()).map(RoleCard::role).collect(Collectors.toUnmodifiableSet());

    private final String role;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> worksOn;

    RoleCard(String role, String description, List<String> worksOn) {
        this.role = role;
        this.description = description;
        this.worksOn = worksOn;
    }

    public String role() {
        return role;
    }

    public String description() {
        return description;
    }

    public List<String> worksOn() {
        return worksOn;
    }

    public static boolean knows(Set<String> roles) {
        return ROLES.containsAll(roles);
    }
}
