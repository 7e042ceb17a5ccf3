package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Tells the merchant what happened, at once and then on WeChat's schedule until a 200 or a 204 comes within five seconds. */
final class Notifier {
    private static final long ANSWER_LIMIT_MS = 5_000;

    private final Ledger ledger;
    private final Agenda agenda;
    private final Keys keys;
    private final VirtualClock clock;
    private final Vertx vertx;
    private final HttpClient http;
    private NotifyMode mode = NotifyMode.NORMAL;
    private Instant gatheringUntil = Instant.MIN;
    private int gathered;
    private int underWay;
    private Promise<Void> quiet = Promise.promise();

    Notifier(Vertx vertx, Ledger ledger, Agenda agenda, Keys keys, VirtualClock clock) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.agenda = agenda;
        this.keys = keys;
        this.clock = clock;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(3_000), new PoolOptions().setHttp1MaxSize(64));
    }

    /** What the news is called. */
    record Event(String type, String originalType, String summary) {}

    /** How one sending ended; status 0 when no answer came. */
    record Outcome(int status, String word) {}

    void mode(NotifyMode next) {
        mode = next;
        gatheringUntil = Instant.MIN;
        gathered = 0;
    }

    /** When no letter is under way: none that is, is old when it arrives because of what is done then. */
    Future<Void> whenQuiet() {
        return underWay == 0 ? Future.succeededFuture() : quiet.future();
    }

    private void arrived() {
        underWay--;
        if (underWay == 0) {
            var all = quiet;
            quiet = Promise.promise();
            all.complete();
        }
    }

    /** Plans again what was not taken when the sandbox stopped. */
    void resume() {
        ledger.notifications().forEach(this::plan);
    }

    void tell(String number, Event event, String url, JsonNode plaintext) {
        var now = clock.now();
        var notification = new Notification(
                UUID.randomUUID().toString(),
                number,
                event.type(),
                event.originalType(),
                event.summary(),
                url,
                plaintext,
                now,
                Notification.Status.PENDING,
                0,
                firstDue(now),
                List.of());
        ledger.save(notification);
        plan(notification);
    }

    private Instant firstDue(Instant now) {
        return switch (mode.kind()) {
            case DELAY -> now.plus(mode.delay());
            case REORDER -> beforeTheOthers(now);
            default -> now;
        };
    }

    /** While gathering, each later event gets an earlier due time than the one before it. */
    private Instant beforeTheOthers(Instant now) {
        if (!now.isBefore(gatheringUntil)) {
            gatheringUntil = now.plus(mode.delay());
            gathered = 0;
        }
        var due = gatheringUntil.minus(mode.delay().dividedBy(20).multipliedBy(gathered++));
        return due.isBefore(now) ? now : due;
    }

    private void plan(Notification notification) {
        var due = notification.nextDue();
        if (notification.status() == Notification.Status.PENDING && due != null) {
            agenda.at(
                    due,
                    () -> ledger.notification(notification.id())
                            .filter(current -> current.status() == Notification.Status.PENDING)
                            .ifPresent(current -> deliver(current, due)));
        }
    }

    private void deliver(Notification notification, Instant due) {
        var now = mode;
        mode = now.usedOnce();
        var sentAt = clock.now();
        var copies = now.kind() == NotifyMode.Kind.DUPLICATE ? now.copies() : 1;
        send(notification, now.kind(), copies, now.concurrent()).onSuccess(outcomes -> {
            for (var extra : outcomes.subList(1, outcomes.size())) {
                ledger.save(current(notification).tried(attempt(false, sentAt, sentAt, 0, extra, now.kind())));
            }
            var tried = current(notification);
            var attempt = attempt(true, due, sentAt, tried.delayBefore(), outcomes.getFirst(), now.kind());
            var next = tried.triedOnSchedule(attempt);
            ledger.save(next);
            plan(next);
        });
    }

    /** Sends again by hand, outside the schedule. */
    Future<List<Integer>> redeliver(Notification notification, NotifyMode.Kind kind, int copies, boolean concurrent) {
        var sentAt = clock.now();
        return send(notification, kind, copies, concurrent).map(outcomes -> {
            for (var outcome : outcomes) {
                ledger.save(current(notification).tried(attempt(false, sentAt, sentAt, 0, outcome, kind)));
            }
            return outcomes.stream().map(Outcome::status).toList();
        });
    }

    private Notification current(Notification notification) {
        return ledger.notification(notification.id()).orElse(notification);
    }

    private static Notification.Attempt attempt(
            boolean scheduled, Instant dueAt, Instant sentAt, long delay, Outcome outcome, NotifyMode.Kind kind) {
        return new Notification.Attempt(scheduled, dueAt, sentAt, delay, outcome.status(), outcome.word(), kind.name());
    }

    private Future<List<Outcome>> send(
            Notification notification, NotifyMode.Kind kind, int copies, boolean concurrent) {
        if (kind == NotifyMode.Kind.DROP) {
            return Future.succeededFuture(List.of(new Outcome(0, "DROPPED")));
        }
        var sendings = new ArrayList<Future<Outcome>>();
        for (var copy = 0; copy < copies; copy++) {
            var letter = Letter.of(notification, kind, keys, clock);
            var alone = concurrent || sendings.isEmpty();
            sendings.add(
                    alone
                            ? post(notification.url(), letter)
                            : sendings.getLast().compose(_ -> post(notification.url(), letter)));
        }
        return Future.join(sendings).map(all -> all.<Outcome>list());
    }

    /** Never fails: whatever goes wrong is an outcome. */
    private Future<Outcome> post(String url, Letter letter) {
        Promise<Outcome> result = Promise.promise();
        underWay++;
        var options = new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(url);
        var open = http.request(options);
        var limit = vertx.setTimer(ANSWER_LIMIT_MS, _ -> {
            if (result.tryComplete(new Outcome(0, "NO_ANSWER_IN_TIME"))) {
                var _ = open.onSuccess(HttpClientRequest::reset);
            }
        });
        open.compose(request -> {
                    letter.headers().forEach((name, value) -> request.putHeader(name, value));
                    return request.send(letter.body());
                })
                .compose(response -> response.body().map(_ -> new Outcome(response.statusCode(), "ANSWERED")))
                .otherwise(failure ->
                        new Outcome(0, "UNREACHABLE: " + failure.getClass().getSimpleName()))
                .onSuccess(outcome -> {
                    var _ = vertx.cancelTimer(limit);
                    var _ = result.tryComplete(outcome);
                });
        return result.future().onComplete(_ -> arrived());
    }

    static Duration orDefault(long millis, Duration ordinary) {
        return millis > 0 ? Duration.ofMillis(millis) : ordinary;
    }
}
