package cn.siyu.distribution.web;

import cn.siyu.distribution.store.InvitationStore.Sheet;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An invitation into a team, with masked names. */
@Schema(name = "TeamInvitationView")
record InvitationView(
        UUID id,
        UUID teamId,
        String teamName,
        UUID distributorId,
        String name,
        String invitedBy,
        Instant invitedAt,

        @Schema(description = "OPEN, ACCEPTED, DECLINED or WITHDRAWN")
        String state,

        @Nullable Instant answeredAt) {

    static InvitationView of(Sheet sheet) {
        return new InvitationView(
                sheet.id(),
                sheet.team(),
                sheet.teamName(),
                sheet.distributor().value(),
                sheet.name(),
                sheet.invitedBy(),
                sheet.invitedAt(),
                sheet.state().name(),
                sheet.answeredAt().orElse(null));
    }
}
