package cn.siyu.sandbox;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Puts the parts together on one event loop, so that every step of WeChat happens alone and in order. */
final class SandboxServer extends AbstractVerticle {
    private static final long TICK_MS = 20;

    private final Keys keys;
    private final Path folder;
    private final VirtualClock clock;
    private final int wantedPort;
    private volatile int port;

    SandboxServer(Keys keys, Path folder, VirtualClock clock, int wantedPort) {
        this.keys = keys;
        this.folder = folder;
        this.clock = clock;
        this.wantedPort = wantedPort;
    }

    int port() {
        return port;
    }

    @Override
    public void start(Promise<Void> started) throws Exception {
        var ledger = Ledger.open(folder, clock);
        var agenda = new Agenda(clock);
        var notifier = new Notifier(vertx, ledger, agenda, keys, clock);
        var buyers = new Buyers(ledger, notifier, agenda, clock);
        var payments = new PayApi(ledger, buyers, clock);
        var refunds = new RefundApi(ledger, notifier, agenda, clock);
        var authorizations = new AuthorizationApi(ledger, notifier, clock);
        var transfers = new TransferApi(keys, ledger, authorizations, notifier, agenda, clock);
        var abnormal = new AbnormalRefunds(ledger, refunds, keys);
        var billBook = new BillBook(ledger);
        var billControl = new BillControl(billBook);
        var transferControl = new TransferControl(ledger, transfers);
        var codes = new LoginCodes(ledger, clock);
        var tokens = new AccessTokens(clock);
        var miniProgram = new MiniProgramApi(keys, ledger, tokens, codes, clock);
        var miniCodes = new MiniCodes();
        var messages = new Messages(ledger);
        var control =
                new ControlApi(ledger, codes, buyers, refunds, miniCodes, messages, tokens, clock, agenda, notifier);
        var keysControl = new KeysControl(keys);
        var weComBook = new WeComBook(clock);
        var weCom = new WeComApi(keys, weComBook, clock);
        var weComControl = new WeComControl(weComBook, weCom, new WeComCalls(vertx, keys, agenda, clock), clock);
        var faults = new Faults();
        var counts = new CallCounts();
        var trouble =
                new TroubleApi(ledger, notifier, faults, counts, control, transferControl, billControl, keysControl);
        var gate = new PayGate(keys, clock);

        var routes = Stream.of(
                        Endpoints.miniProgram(miniProgram, miniCodes, messages, new ShippingDesk(ledger)),
                        Endpoints.pay(gate, payments, refunds, abnormal, transfers),
                        Endpoints.authorizations(gate, authorizations),
                        authorizations.routes(),
                        Endpoints.bills(gate, new BillApi(billBook, ledger, clock)),
                        control.routes(),
                        transferControl.routes(),
                        billControl.routes(),
                        keysControl.routes(),
                        weCom.routes(),
                        weComControl.routes(),
                        trouble.routes())
                .flatMap(List::stream)
                .toList();
        var desk = new FrontDesk(vertx, routes, faults, counts, keys, clock);

        refunds.resume();
        transfers.resume();
        notifier.resume();
        var _ = vertx.setPeriodic(TICK_MS, _ -> agenda.runDue());
        // Bound to the loopback address alone: nobody else reaches the strings behind the stage.
        vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(wantedPort))
                .requestHandler(desk::handle)
                .listen()
                .onSuccess(server -> port = server.actualPort())
                .<Void>mapEmpty()
                .onComplete(started);
    }
}
