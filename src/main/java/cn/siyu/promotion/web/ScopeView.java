package cn.siyu.promotion.web;

import cn.siyu.catalog.ProductRole;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.promotion.domain.Scope;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Which goods a coupon is for. */
@Schema(name = "CouponScope")
record ScopeView(
        @NotNull Scope.Kind kind,

        @Schema(description = "CATEGORY (with all below), SPU, BRAND: which; absent otherwise")
        @Nullable
        @Size(max = 50)
        List<@NotNull UUID> ids,

        @Schema(description = "ROLE: which; absent otherwise") @Nullable @Size(max = 6)
        List<@NotNull ProductRole> roles) {

    Scope scope() {
        Set<UUID> named = ids == null ? Set.of() : Set.copyOf(ids);
        Set<ProductRole> meant = roles == null ? Set.of() : Set.copyOf(roles);
        var sound = switch (kind) {
            case ALL -> named.isEmpty() && meant.isEmpty();
            case CATEGORY, SPU, BRAND -> !named.isEmpty() && meant.isEmpty();
            case ROLE -> named.isEmpty() && !meant.isEmpty();
        };
        if (!sound) {
            throw Refused.fields(
                    CommonProblem.INVALID_REQUEST,
                    List.of(new FieldError("scope", "names what its kind says, and nothing else")));
        }
        return new Scope(kind, named, meant);
    }

    static ScopeView of(Scope scope) {
        return new ScopeView(
                scope.kind(),
                scope.ids().isEmpty() ? null : scope.ids().stream().sorted().toList(),
                scope.roles().isEmpty() ? null : scope.roles().stream().sorted().toList());
    }
}
