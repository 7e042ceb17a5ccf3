package cn.siyu.sharing;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A link as whoever shares it sees it. */
@Schema(name = "ShareToken")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShareTokenView(
        @Schema(description = "14 characters; the scene of a mini-program code")
        String token,

        @Schema(description = "The page that anybody can open, on the shop's own address")
        String path,

        @Schema(description = "Whether the law wants the word 广告 with it")
        boolean advertisement,

        @Nullable UUID spuId,
        @Nullable UUID activityId,
        @Nullable UUID buyGroupId,
        String source,
        @Nullable String text,
        Instant mintedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    public static ShareTokenView of(ShareLink link) {
        return new ShareTokenView(
                link.token(),
                "/s/" + link.token(),
                link.sharer().kind().paid(),
                link.target().spu().orElse(null),
                link.target().activity().orElse(null),
                link.target().buyGroup().orElse(null),
                link.source(),
                link.text().orElse(null),
                link.mintedAt(),
                link.expiresAt().orElse(null),
                link.revokedAt().orElse(null));
    }
}
