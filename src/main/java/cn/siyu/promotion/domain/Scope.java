package cn.siyu.promotion.domain;

import cn.siyu.catalog.ProductRole;
import cn.siyu.promotion.Coupons.Line;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which goods a coupon is for. What the law does not let be promoted is in no scope, whatever it says (L6). */
public record Scope(Kind kind, Set<UUID> ids, Set<ProductRole> roles) {

    public static final Scope EVERYTHING = new Scope(Kind.ALL, Set.of(), Set.of());

    /** What {@code ids} name; roles are named by {@code roles}. */
    @Schema(name = "CouponScopeKind")
    public enum Kind {
        ALL,
        /** With all categories below. */
        CATEGORY,
        SPU,
        BRAND,
        ROLE
    }

    public boolean covers(Line line) {
        return line.promotable()
                && switch (kind) {
                    case ALL -> true;
                    case CATEGORY -> line.categories().stream().anyMatch(ids::contains);
                    case SPU -> ids.contains(line.spu());
                    case BRAND -> line.brand().filter(ids::contains).isPresent();
                    case ROLE -> line.role().filter(roles::contains).isPresent();
                };
    }
}
