package cn.siyu.sharing;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a token stands for (C15).
 *
 * @param token 14 characters of base62 from a secure source
 * @param source where it is meant to be used, such as {@code WECHAT_CHAT} or {@code POSTER}: the acquisition source of reports
 * @param text what is said with it; checked at minting (L6)
 * @param expiresAt absent: until it is revoked
 */
public record ShareLink(
        String token,
        Sharer sharer,
        Target target,
        String source,
        Optional<String> text,
        Instant mintedAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt) {

    /** Where it leads: a product, an activity, a buy group; with none of them to the shop's home. */
    public record Target(Optional<UUID> spu, Optional<UUID> activity, Optional<UUID> buyGroup) {}

    public boolean lives(Instant now) {
        return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
    }
}
