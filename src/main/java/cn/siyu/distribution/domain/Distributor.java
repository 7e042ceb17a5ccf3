package cn.siyu.distribution.domain;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.DistributorType;
import cn.siyu.member.MemberId;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Somebody who shares for pay, from his application on.
 *
 * @param personKeys what he was known by when he applied, and the phone that he then told: hashed, as
 *     {@link cn.siyu.member.MemberCard#keys()} holds it
 * @param reason why he is in this state, if somebody said so
 */
public record Distributor(
        DistributorId id,
        MemberId member,
        Standing standing,
        String shownName,
        Set<String> personKeys,
        IdentityCheck identityCheck,
        Optional<Identity> identity,
        Optional<String> reason,
        long version) {

    /**
     * What came of a check of who he is.
     *
     * @param source by which means it was checked
     */
    public record Identity(boolean passed, String source) {}

    /** What could be seen of who he is, when he applied. */
    public enum IdentityCheck {
        /** The phone is the one that he has bound. */
        PHONE_CONFIRMED,
        /** He has bound no phone, or another one. */
        PHONE_UNCONFIRMED,
        /** Another account of the same person is a distributor: staff have to look (C11). */
        SAME_PERSON
    }

    /** Under what he works for the shop (C2). */
    @Schema(name = "DistributorEngagement")
    public enum Engagement {
        /** On his own account, alone or in a team. */
        FREE,
        /** As an employee. */
        EMPLOYEE,
        /** As a KOC. */
        KOC;

        /** @param role in the team that he is in, if he is in one */
        public DistributorType type(Optional<Team.Role> role) {
            return switch (this) {
                case EMPLOYEE -> DistributorType.EMPLOYEE;
                case KOC -> DistributorType.KOC;
                case FREE ->
                    role.map(in -> in == Team.Role.CAPTAIN ? DistributorType.TEAM_CAPTAIN : DistributorType.TEAM_MEMBER)
                            .orElse(DistributorType.INDIVIDUAL);
            };
        }
    }

    public Distributor with(Standing next, Optional<String> why) {
        return new Distributor(id, member, next, shownName, personKeys, identityCheck, identity, why, version);
    }

    public boolean active() {
        return standing instanceof Standing.Active;
    }
}
