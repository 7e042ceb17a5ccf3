package cn.siyu.sharing;

import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Who shared.
 *
 * @param id of the distributor, KOC, seller or member, as its own context names it
 * @param member the member behind it
 * @param community the chat group into which a KOC or seller shares
 */
public record Sharer(Kind kind, UUID id, UUID member, Optional<UUID> community) {

    /** What the sharer is; everybody but a plain member is paid for it, which the law wants shown (L10). */
    @Schema(name = "SharerKind")
    public enum Kind {
        MEMBER(false),
        DISTRIBUTOR(true),
        KOC(true),
        SELLER(true);

        private final boolean paid;

        Kind(boolean paid) {
            this.paid = paid;
        }

        public boolean paid() {
            return paid;
        }
    }
}
