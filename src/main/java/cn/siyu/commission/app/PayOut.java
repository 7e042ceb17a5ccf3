package cn.siyu.commission.app;

import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.commission.domain.PayoutBatch.ItemState;
import cn.siyu.commission.domain.WithdrawalState;
import cn.siyu.commission.store.PayoutBatchStore;
import cn.siyu.commission.store.PayoutItemStore;
import cn.siyu.commission.store.PayoutItemStore.Item;
import cn.siyu.commission.store.PayoutItemStore.Next;
import cn.siyu.commission.store.PayoutItemStore.Standing;
import cn.siyu.commission.store.WithdrawalStore;
import cn.siyu.kernel.job.JobCancelled;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.kernel.web.CsvText;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends the withdrawals of a released batch, so many in a second. What was sent is written with the promise to pay it, so a run
 * that died is run again from what still waits.
 */
@Singleton
public class PayOut implements JobHandler {

    static final String KIND = "payout-batch";
    static final String BATCH = "batchId";
    private static final String FILE = "results.csv";

    private static final List<String> TITLES =
            List.of("withdrawal", "account", "accountKind", "amountFen", "result", "code", "withdrawalState");

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int FILE_PAGE = 1_000;

    private final PayoutBatchStore batches;
    private final PayoutItemStore items;
    private final WithdrawalStore withdrawals;
    private final PayoutAccounts payoutAccounts;
    private final SendWithdrawal send;
    private final FencePatience patience;
    private final FreshContext contexts;
    private final Transactions transactions;
    private final CommissionSettings settings;
    private final ShopClock clock;

    @Inject
    PayOut(
            PayoutBatchStore batches,
            PayoutItemStore items,
            WithdrawalStore withdrawals,
            PayoutAccounts payoutAccounts,
            SendWithdrawal send,
            FencePatience patience,
            FreshContext contexts,
            Transactions transactions,
            CommissionSettings settings,
            ShopClock clock) {
        this.batches = batches;
        this.items = items;
        this.withdrawals = withdrawals;
        this.payoutAccounts = payoutAccounts;
        this.send = send;
        this.patience = patience;
        this.contexts = contexts;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        var batch = UUID.fromString(run.parameters().path(BATCH).asText());
        return Multi.createBy()
                .repeating()
                .uni(() -> group(run, batch))
                .whilst(more -> more)
                .collect()
                .last()
                .chain(() -> report(run, batch))
                .chain(() -> end(batch))
                .onFailure(JobCancelled.class)
                .call(() -> stop(batch));
    }

    /** Sends as many as may go in a second; answers whether there may be more. */
    private Uni<Boolean> group(JobRun run, UUID batch) {
        return items.waiting(transactions.reads(), batch, settings.payoutsPerSecond())
                .chain(group -> Multi.createFrom()
                        .iterable(group)
                        .onItem()
                        .transformToUniAndConcatenate(next -> one(batch, next))
                        .collect()
                        .last()
                        .chain(() -> progress(run, batch))
                        .chain(() -> group.size() < settings.payoutsPerSecond()
                                ? Uni.createFrom().item(false)
                                : contexts.pause(SECOND).replaceWith(true)));
    }

    private Uni<Boolean> one(UUID batch, Next next) {
        return payoutAccounts
                .noted(next.member())
                .chain(openid -> patience.behind(() -> transactions.in(tx -> sent(tx, batch, next, openid))))
                .onFailure(Refused.class)
                .recoverWithUni(refused -> transactions.in(tx -> end(
                        tx, batch, next, ItemState.SKIPPED, refused.problem().code())));
    }

    /** A withdrawal that is no longer approved was taken back or rejected meanwhile. */
    private Uni<Boolean> sent(Tx tx, UUID batch, Next next, String openid) {
        return withdrawals.lock(tx, next.withdrawal()).chain(found -> {
            if (found.state().kind() != WithdrawalState.Kind.APPROVED) {
                return end(tx, batch, next, ItemState.SKIPPED, CommissionProblem.WITHDRAWAL_STATE.code());
            }
            return end(tx, batch, next, ItemState.SENT, null)
                    .chain(mine -> mine
                            ? send.stillOwed(tx, found, openid, clock.instant()).replaceWith(true)
                            : Uni.createFrom().item(false));
        });
    }

    private Uni<Boolean> end(Tx tx, UUID batch, Next next, ItemState state, @Nullable String code) {
        return items.end(tx, batch, next.withdrawal(), state, code, clock.instant());
    }

    private Uni<Void> progress(JobRun run, UUID batch) {
        return items.standings(transactions.reads(), batch)
                .chain(all -> run.progress(
                        sum(all) - sum(of(all, ItemState.WAITING)),
                        sum(all),
                        sum(of(all, ItemState.SKIPPED)),
                        Map.of(BATCH, batch.toString())));
    }

    private static List<Standing> of(List<Standing> all, ItemState state) {
        return all.stream().filter(each -> each.state() == state).toList();
    }

    private static long sum(List<Standing> standings) {
        return standings.stream().mapToLong(Standing::items).sum();
    }

    private Uni<Void> report(JobRun run, UUID batch) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(CsvText.head(TITLES));
        return items.count(transactions.reads(), batch, null)
                .chain(total -> Multi.createFrom()
                        .range(0, Math.toIntExact((total + FILE_PAGE - 1) / FILE_PAGE))
                        .onItem()
                        .transformToUniAndConcatenate(
                                page -> items.page(transactions.reads(), batch, null, FILE_PAGE, page * FILE_PAGE))
                        .invoke(rows -> file.writeBytes(
                                CsvText.rows(rows.stream().map(PayOut::cells).toList())))
                        .collect()
                        .last())
                .chain(() -> run.keepFile(FILE, "text/csv", file.toByteArray()));
    }

    private static List<String> cells(Item item) {
        return List.of(
                item.withdrawal().toString(),
                item.payee().id().toString(),
                item.payee().kind().name(),
                Long.toString(item.amount().fen()),
                item.state().name(),
                item.code().orElse(""),
                item.stands().name());
    }

    private Uni<Void> end(UUID batch) {
        return transactions
                .in(tx -> batches.lock(tx, batch)
                        .chain(found -> found.endedAt().isPresent()
                                ? Uni.createFrom().item(found)
                                : batches.save(tx, found.done(clock.instant()))))
                .replaceWithVoid();
    }

    /** Somebody has cancelled the job: what was not sent is for another batch. */
    private Uni<Void> stop(UUID batch) {
        return transactions.in(tx -> items.drop(tx, batch, clock.instant())).chain(() -> end(batch));
    }
}
