package cn.siyu.identity.domain;

import cn.siyu.kernel.problem.Refused;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A part of the organisation. Its kind says what may be above it, so the tree has three levels and no cycles. */
public record OrgUnit(UUID id, Optional<UUID> parent, Kind kind, String name, long version) {

    /** From the top down. */
    @Schema(name = "OrgUnitKind")
    public enum Kind {
        HQ,
        REGION,
        STORE;

        boolean fitsBelow(Kind above) {
            return switch (this) {
                case HQ -> false;
                case REGION -> above == HQ;
                case STORE -> above == HQ || above == REGION;
            };
        }
    }

    public static OrgUnit below(OrgUnit parent, UUID id, Kind kind, String name) {
        refuseMisplaced(kind, parent);
        return new OrgUnit(id, Optional.of(parent.id), kind, name, 0);
    }

    /** Under another parent, with everything that is below it. */
    public OrgUnit movedBelow(OrgUnit newParent) {
        refuseMisplaced(kind, newParent);
        return new OrgUnit(id, Optional.of(newParent.id), kind, name, version);
    }

    public OrgUnit renamed(String newName) {
        return new OrgUnit(id, parent, kind, newName, version);
    }

    public void refuseDeletion(long unitsBelow, long staffWithin) {
        if (kind == Kind.HQ || unitsBelow > 0 || staffWithin > 0) {
            throw new Refused(IdentityProblem.ORG_UNIT_IN_USE);
        }
    }

    private static void refuseMisplaced(Kind kind, OrgUnit parent) {
        if (!kind.fitsBelow(parent.kind)) {
            throw new Refused(IdentityProblem.ORG_UNIT_PLACE);
        }
    }
}
