package cn.siyu.commission.domain;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Somebody with a commission account; the id is the one that his own context gave him. */
public record Payee(UUID id, Kind kind) {

    /** How a payee gets his money. */
    @Schema(name = "PayeeKind")
    public enum Kind {
        /** Paid out through WeChat; a seller who is a distributor is one. */
        DISTRIBUTOR,
        /** Paid out through WeChat. */
        KOC,
        /** Paid with his wages: shown here, never withdrawn here (D7). */
        EMPLOYEE
    }
}
