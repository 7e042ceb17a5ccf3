package cn.siyu.sandbox;

import cn.siyu.sandbox.Transfer.State;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of the control API that moves transfers: how fast they go, and what their payees do. */
final class TransferControl {
    private final Ledger ledger;
    private final TransferApi transfers;

    TransferControl(Ledger ledger, TransferApi transfers) {
        this.ledger = ledger;
        this.transfers = transfers;
    }

    List<Route> routes() {
        return List.of(
                ControlApi.route("GET", "/transfers/{}", call -> told(transfer(call))),
                ControlApi.route("POST", "/transfers/{}/confirm", this::confirm),
                ControlApi.route("POST", "/transfers/{}/end", this::end),
                ControlApi.route("POST", "/transfer-mode", this::mode));
    }

    void reset() {
        transfers.mode(State.WAIT_USER_CONFIRM, Duration.ofMinutes(1));
    }

    private Transfer transfer(Call call) {
        return ControlApi.found(ledger.transfer(call.name()), "transfer " + call.name());
    }

    private Object confirm(Call call) throws IOException {
        var body = call.json();
        var end = State.valueOf(body.path("end").asText("SUCCESS"));
        var delay = Duration.ofMillis(body.path("delayMs").asLong(0));
        return told(transfers.confirm(transfer(call), end, reason(call, end), delay));
    }

    private Object end(Call call) throws IOException {
        var end = State.valueOf(ControlApi.required(call.json(), "state"));
        return told(transfers.end(transfer(call), end, reason(call, end)));
    }

    private static @Nullable String reason(Call call, State end) throws IOException {
        return end == State.FAIL ? call.json().path("failReason").asText("ACCOUNT_FROZEN") : null;
    }

    private Object mode(Call call) throws IOException {
        var body = call.json();
        var first = State.valueOf(ControlApi.required(body, "mode"));
        transfers.mode(first, Notifier.orDefault(body.path("delayMs").asLong(0), Duration.ofMinutes(1)));
        return Json.object().put("mode", first.name());
    }

    private ObjectNode told(Transfer transfer) {
        var seen = TransferControl.plain(transfer);
        transfers.nameIn(transfer.request()).ifPresent(name -> seen.put("realName", name));
        return seen;
    }

    static ObjectNode plain(Transfer transfer) {
        var told = Json.object();
        told.put("outBillNo", transfer.outBillNo());
        told.put("transferBillNo", transfer.transferBillNo());
        told.put("state", transfer.state().name());
        told.put("fen", transfer.fen());
        told.put("openid", transfer.openid());
        told.put("failReason", transfer.failReason());
        told.set("request", transfer.request());
        return told;
    }
}
