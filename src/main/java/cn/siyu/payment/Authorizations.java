package cn.siyu.payment;

import cn.siyu.payment.Transfers.Confirmation;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Members who need not confirm each transfer to them (C35). While an authorization is in effect, what is promised to that openid
 * arrives without the payee's doing. All of it talks to WeChat: never inside a transaction.
 */
public interface Authorizations {

    /** Where an authorization stands. */
    @Schema(name = "PayoutAuthorizationState")
    enum State {
        /** WeChat may or may not know of it. */
        ASKED,
        /** The member has to agree in WeChat. */
        WAITING,
        ACTIVE,
        CLOSED
    }

    /**
     * @param confirmation what {@code wx.requestMerchantTransfer} wants, while the member has to agree
     * @param since of this state
     */
    record Standing(State state, Optional<Confirmation> confirmation, Instant since, Optional<String> closeReason) {}

    /** The newest one, as WeChat tells it now while the member has to agree; empty when there never was one. */
    Uni<Optional<Standing>> standing(UUID member);

    /** Asks the member, unless he has been asked or has agreed already. */
    Uni<Standing> ask(UUID member, String openid, String displayName);

    /** From now on the member confirms each transfer again; refused as not found when there is nothing to take back. */
    Uni<Standing> close(UUID member);
}
