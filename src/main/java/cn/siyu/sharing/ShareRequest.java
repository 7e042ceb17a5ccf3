package cn.siyu.sharing;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What somebody asks to share, in the same words whether he is paid for it or not. */
@Schema(name = "ShareRequest")
public record ShareRequest(
        @Nullable UUID spuId,
        @Nullable UUID activityId,
        @Nullable UUID buyGroupId,

        @Schema(description = "Where it will be used, such as WECHAT_CHAT, MOMENTS or POSTER")
        @NotNull
        @Pattern(regexp = "[A-Z][A-Z0-9_]{1,31}")
        String source,

        @Schema(description = "What is said with it")
        @Nullable
        @Size(min = 1, max = 200)
        @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank")
        String text,

        @Schema(description = "Absent: until it is revoked") @Nullable
        Instant expiresAt) {

    public ShareLinks.Wish by(Sharer sharer) {
        return new ShareLinks.Wish(
                sharer,
                new ShareLink.Target(
                        Optional.ofNullable(spuId), Optional.ofNullable(activityId), Optional.ofNullable(buyGroupId)),
                source,
                Optional.ofNullable(text).map(String::strip),
                Optional.ofNullable(expiresAt));
    }
}
