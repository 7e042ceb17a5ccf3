package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The part of the control API that makes the network and WeChat misbehave, and that shows what was sent and asked. */
final class TroubleApi {
    private static final Duration GATHERING = Duration.ofSeconds(2);
    private static final long SILENCE_MS = 60_000;

    private final Ledger ledger;
    private final Notifier notifier;
    private final Faults faults;
    private final CallCounts counts;
    private final ControlApi control;
    private final TransferControl transfers;
    private final BillControl bills;
    private final KeysControl keys;

    TroubleApi(
            Ledger ledger,
            Notifier notifier,
            Faults faults,
            CallCounts counts,
            ControlApi control,
            TransferControl transfers,
            BillControl bills,
            KeysControl keys) {
        this.ledger = ledger;
        this.notifier = notifier;
        this.faults = faults;
        this.counts = counts;
        this.control = control;
        this.transfers = transfers;
        this.bills = bills;
        this.keys = keys;
    }

    List<Route> routes() {
        return List.of(
                ControlApi.route("POST", "/notify-mode", this::notifyMode),
                ControlApi.route("GET", "/notifications", this::notifications),
                ControlApi.route("POST", "/notifications/{}/redeliver", this::redeliver),
                ControlApi.route("POST", "/faults", this::addFault),
                ControlApi.route("GET", "/faults", _ -> faults.waiting()),
                ControlApi.route("DELETE", "/faults", this::clearFaults),
                ControlApi.route("GET", "/calls", call -> counts.told(call.query("endpoint"), call.query("about"))),
                ControlApi.route("POST", "/reset", this::reset));
    }

    private Object notifyMode(Call call) throws IOException {
        var body = call.json();
        var kind = NotifyMode.Kind.valueOf(ControlApi.required(body, "mode"));
        notifier.mode(new NotifyMode(
                kind,
                copies(body, kind == NotifyMode.Kind.DUPLICATE ? 2 : 1),
                body.path("concurrent").asBoolean(false),
                Notifier.orDefault(body.path("delayMs").asLong(0), GATHERING),
                body.path("times").asInt(Integer.MAX_VALUE)));
        return Json.object().put("mode", kind.name());
    }

    private Object notifications(Call call) {
        var number = call.query("number");
        var chosen = number.isEmpty() ? ledger.notifications() : ledger.notificationsOf(number);
        return chosen.stream().map(TroubleApi::told).toList();
    }

    private static ObjectNode told(Notification notification) {
        var told = Json.object();
        told.put("id", notification.id());
        told.put("number", notification.number());
        told.put("eventType", notification.eventType());
        told.put("url", notification.url());
        told.put("createdAt", notification.createdAt().toString());
        told.put("status", notification.status().name());
        var due = notification.nextDue();
        told.put("nextDue", due == null ? null : due.toString());
        told.set("attempts", Json.tree(notification.attempts()));
        return told;
    }

    private Object redeliver(Call call) throws IOException {
        var body = call.json();
        var kind = NotifyMode.Kind.valueOf(body.path("mode").asText("NORMAL"));
        var concurrent = body.path("concurrent").asBoolean(false);
        var notification = ControlApi.found(
                ledger.notification(call.name())
                        .or(() -> ledger.notificationsOf(call.name()).reversed().stream()
                                .findFirst()),
                "notification of " + call.name());
        Future<List<Integer>> statuses = notifier.redeliver(notification, kind, copies(body, 1), concurrent);
        return statuses.map(all -> {
            var told = Json.object();
            told.set("statuses", Json.tree(all));
            return told;
        });
    }

    private static int copies(JsonNode body, int ordinary) {
        return Math.clamp(body.path("copies").asInt(ordinary), 1, 200);
    }

    private Object addFault(Call call) throws IOException {
        var body = call.json();
        var fault = new Faults.Fault(
                ControlApi.required(body, "endpoint"),
                Faults.Kind.valueOf(ControlApi.required(body, "fault")),
                body.path("times").asInt(1),
                body.path("delayMs").asLong(SILENCE_MS),
                body.path("percent").asInt(100),
                body.path("status").asInt(500),
                body.path("code").asText("SYSTEM_ERROR"),
                body.path("about").asText(""));
        if (!fault.endpoint().equals("*") && !Endpoints.NAMES.contains(fault.endpoint())) {
            throw new ControlRefusal(400, "The endpoints are * and " + Endpoints.NAMES);
        }
        faults.add(fault, body.path("seed").asLong(0));
        return faults.waiting();
    }

    private Object clearFaults(Call call) {
        faults.clear();
        return faults.waiting();
    }

    private Object reset(Call call) {
        faults.clear();
        notifier.mode(NotifyMode.NORMAL);
        control.reset();
        transfers.reset();
        bills.reset();
        keys.reset();
        return Json.object();
    }
}
