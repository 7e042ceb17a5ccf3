package cn.siyu.sharing.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.sharing.ShareCodes;
import cn.siyu.sharing.domain.MiniCode;
import cn.siyu.sharing.domain.MiniCode.State;
import cn.siyu.sharing.domain.MiniCode.Wanted;
import cn.siyu.sharing.store.CodeStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Takes wishes for mini-program codes and hands out what was made of them. */
@Singleton
public class ShowCodes implements ShareCodes {

    /** The width of the page: sharp on a phone, small over the air. */
    private static final int ON_PAGE = 430;

    private final LookUpLinks links;
    private final CodeStore codes;
    private final Transactions transactions;
    private final ShopClock clock;
    private final String pageVersion;

    @Inject
    ShowCodes(
            LookUpLinks links, CodeStore codes, Transactions transactions, ShopClock clock, SharingSettings settings) {
        this.links = links;
        this.codes = codes;
        this.transactions = transactions;
        this.clock = clock;
        this.pageVersion = settings.pageVersion();
    }

    /** The code of an own link: asked for once, however often it is asked. */
    public Uni<MiniCode> ask(Wanted wanted, UUID member) {
        return links.own(wanted.token(), member)
                .chain(() -> links.living(wanted.token()))
                .chain(() -> asked(wanted));
    }

    /** Refused as NOT_FOUND when nobody has asked for it. */
    public Uni<MiniCode> find(Wanted wanted) {
        return links.living(wanted.token())
                .chain(() -> codes.find(transactions.reads(), wanted))
                .onItem()
                .ifNull()
                .failWith(Refused::notFound);
    }

    public Uni<byte[]> image(Wanted wanted) {
        return codes.image(transactions.reads(), wanted).onItem().ifNull().failWith(Refused::notFound);
    }

    @Override
    public Uni<Optional<String>> forPage(String token) {
        var wanted = new Wanted(token, pageVersion, ON_PAGE);
        return codes.find(transactions.reads(), wanted)
                .onItem()
                .ifNull()
                .switchTo(() -> asked(wanted))
                .map(code -> code.state() == State.READY ? Optional.of(path(wanted)) : Optional.empty());
    }

    private Uni<MiniCode> asked(Wanted wanted) {
        return transactions
                .in(tx -> codes.ask(tx, wanted, clock.instant()))
                .chain(() -> codes.find(transactions.reads(), wanted));
    }

    /** Where the picture is. */
    public static String path(Wanted wanted) {
        return "/api/mp/v1/share-tokens/" + wanted.token() + "/codes/" + wanted.width() + "?envVersion="
                + wanted.version();
    }
}
