package cn.siyu.commission.app;

import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.Withdrawal;
import cn.siyu.commission.domain.WithdrawalState;
import cn.siyu.commission.store.WithdrawalStore;
import cn.siyu.commission.store.WithdrawalStore.Search;
import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.DistributorLayer.Activity;
import cn.siyu.distribution.DistributorLayer.Size;
import cn.siyu.distribution.Distributors;
import cn.siyu.distribution.Distributors.Layered;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Withdrawals as finance searches them, with the layer of the distributor who asks. */
@Singleton
public class LayeredWithdrawals {

    /** More distributors than this in one layer are not all looked through: finance adds a tier or a state. */
    private static final int MOST = 20_000;

    private final WithdrawalStore withdrawals;
    private final Distributors distributors;
    private final Sql reads;

    @Inject
    LayeredWithdrawals(WithdrawalStore withdrawals, Distributors distributors, Transactions transactions) {
        this.withdrawals = withdrawals;
        this.distributors = distributors;
        this.reads = transactions.reads();
    }

    /** What finance searches by; an absent value matches all. */
    public record Wish(
            WithdrawalState.@Nullable Kind state,
            @Nullable UUID account,
            @Nullable UUID tier,
            @Nullable Size size,
            @Nullable Activity activity) {

        private boolean hasLayer() {
            return tier != null || size != null || activity != null;
        }
    }

    /** A withdrawal and where its distributor stands; a KOC stands in no layer. */
    public record Row(Withdrawal withdrawal, Optional<Layered> layer) {}

    public Uni<NumberedPage<Row>> search(Wish wish, int page, int size) {
        return among(wish)
                .map(among -> new Search(wish.state(), wish.account(), among.orElse(null)))
                .chain(search -> withdrawals
                        .page(reads, search, size, (page - 1) * size)
                        .chain(found -> withdrawals
                                .count(reads, search)
                                .chain(total ->
                                        layers(found).map(rows -> new NumberedPage<>(rows, page, size, total)))));
    }

    private Uni<Optional<List<UUID>>> among(Wish wish) {
        return wish.hasLayer()
                ? distributors
                        .inLayer(
                                reads,
                                Optional.ofNullable(wish.tier()),
                                Optional.ofNullable(wish.size()),
                                Optional.ofNullable(wish.activity()),
                                MOST)
                        .map(ids -> Optional.of(
                                ids.stream().map(DistributorId::value).toList()))
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<List<Row>> layers(List<Withdrawal> found) {
        var ids = found.stream()
                .map(Withdrawal::payee)
                .filter(payee -> payee.kind() == Payee.Kind.DISTRIBUTOR)
                .map(payee -> new DistributorId(payee.id()))
                .distinct()
                .toList();
        return distributors.layers(reads, ids).map(layers -> rows(found, layers));
    }

    private static List<Row> rows(List<Withdrawal> found, List<Layered> layers) {
        Map<UUID, Layered> byPayee =
                layers.stream().collect(Collectors.toMap(layer -> layer.id().value(), layer -> layer));
        return found.stream()
                .map(withdrawal -> new Row(
                        withdrawal,
                        Optional.ofNullable(byPayee.get(withdrawal.payee().id()))))
                .toList();
    }
}
