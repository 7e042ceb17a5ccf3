package cn.siyu.distribution.web;

import cn.siyu.distribution.DistributorType;
import cn.siyu.distribution.domain.Distributor.Engagement;
import cn.siyu.distribution.domain.Distributor.IdentityCheck;
import cn.siyu.distribution.domain.Standing.Kind;
import cn.siyu.distribution.store.DistributorPages.Sheet;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A distributor or an application as staff see it; {@link Person} is whole only for those who decide. */
@Schema(name = "DistributorView")
record DistributorView(
        UUID id,
        UUID memberId,
        Kind state,
        DistributorType type,
        Person person,
        IdentityCheck identityCheck,
        String agreementVersion,
        @Nullable UUID inviterId,
        String source,
        @Nullable UUID tierId,
        @Nullable String tierName,

        @Schema(description = "The share of a line's net that the tier has now, in basis points") @Nullable
        Integer rateBp,

        @Nullable String promoCode,
        @Nullable UUID teamId,
        @Nullable String teamName,
        Instant appliedAt,
        @Nullable Instant activatedAt,
        Instant stateAt,
        @Nullable String stateReason,
        Engagement engagement,

        @Schema(description = "When he agreed to that version of the agreement")
        Instant agreedAt,

        @Schema(description = "Who of the staff looks after him") @Nullable
        UUID ownerId,

        @Nullable String ownerName,
        @Nullable Instant trialUntil,

        @Schema(description = "How many orders of others he has to bring until then") @Nullable
        Integer trialOrders,

        @Schema(description = "What staff found when they checked who he is") @Nullable
        Identity identity,

        @Schema(description = "Absent until it is counted for the first time") @Nullable
        LayerView layer,

        long version) {

    /** A check of who somebody is. */
    @Schema(name = "DistributorIdentity")
    record Identity(String result, String source, String by, Instant at) {}

    /** Name and phone, masked or not. */
    @Schema(name = "DistributorPerson")
    record Person(String realName, String phone) {}

    static DistributorView of(Sheet sheet, Person person) {
        return new DistributorView(
                sheet.id().value(),
                sheet.member().value(),
                sheet.state(),
                sheet.type(),
                person,
                sheet.identityCheck(),
                sheet.agreementVersion(),
                sheet.inviter().orElse(null),
                sheet.source(),
                sheet.tier().orElse(null),
                sheet.tierName().orElse(null),
                sheet.rate().map(rate -> rate.basisPoints()).orElse(null),
                sheet.promoCode().orElse(null),
                sheet.team().orElse(null),
                sheet.teamName().orElse(null),
                sheet.appliedAt(),
                sheet.activatedAt().orElse(null),
                sheet.stateAt(),
                sheet.stateReason().orElse(null),
                sheet.care().engagement(),
                sheet.care().agreedAt(),
                sheet.care().ownerId().orElse(null),
                sheet.care().ownerName().orElse(null),
                sheet.care().trialUntil().orElse(null),
                sheet.care().trialOrders().orElse(null),
                sheet.care()
                        .identity()
                        .map(checked -> new Identity(checked.result(), checked.source(), checked.by(), checked.at()))
                        .orElse(null),
                sheet.layer().map(LayerView::of).orElse(null),
                sheet.version());
    }
}
