package cn.siyu.distribution.web;

import cn.siyu.distribution.domain.Standing.Kind;
import cn.siyu.distribution.store.DistributorPages.Sheet;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a member is as a distributor, or was last; without a state he never applied. */
@Schema(name = "OwnDistributorView")
record OwnDistributorView(
        @Schema(description = "The agreement that an application has to name")
        String agreementVersion,

        @Nullable UUID id,
        @Nullable Kind state,

        @Schema(description = "Why, if somebody said so") @Nullable
        String stateReason,

        @Nullable Instant appliedAt,
        @Nullable Instant activatedAt,
        @Nullable String tierName,
        @Nullable String promoCode) {

    static OwnDistributorView of(String agreementVersion, Optional<Sheet> own) {
        return own.map(sheet -> new OwnDistributorView(
                        agreementVersion,
                        sheet.id().value(),
                        sheet.state(),
                        sheet.stateReason().orElse(null),
                        sheet.appliedAt(),
                        sheet.activatedAt().orElse(null),
                        sheet.tierName().orElse(null),
                        sheet.promoCode().orElse(null)))
                .orElseGet(() -> new OwnDistributorView(agreementVersion, null, null, null, null, null, null, null));
    }
}
