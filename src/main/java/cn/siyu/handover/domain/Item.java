package cn.siyu.handover.domain;

import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Something that has to be passed on at WeCom.
 *
 * @param ref the customer's external id, or the chat's id
 * @param code what WeCom said last, when it was no yes
 * @param retryAt when it is asked again; absent of one that is refused for good unless somebody asks
 */
public record Item(
        Kind kind,
        String ref,
        State state,
        Optional<String> code,
        int tries,
        Optional<Instant> sentAt,
        Optional<Instant> retryAt,
        Optional<Instant> endedAt) {

    /** What it is. */
    @Schema(name = "HandoverItemKind")
    public enum Kind {
        CUSTOMER,
        CHAT
    }

    /** How far it is. */
    @Schema(name = "HandoverItemState")
    public enum State {
        /** To be sent. */
        OPEN,
        /** Sent, and nobody knows whether it arrived. */
        SENT,
        /** Taken: the customer is asked, and who says nothing for a day has agreed. */
        WAITING,
        /** Not taken. */
        REFUSED,
        DONE,
        GIVEN_UP
    }
}
