package cn.siyu.report.app;

import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.CsvText;
import cn.siyu.report.app.CompareDay.Difference;
import cn.siyu.report.domain.Span;
import cn.siyu.report.store.BoardStore;
import cn.siyu.report.store.RollupStore;
import cn.siyu.report.store.RollupStore.Crooked;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Recomputes the overview from the orders themselves and reports every difference: order by order and refund by refund
 * against the facts, then sum by sum against what the facts add up to. It changes nothing.
 */
@Singleton
public class RecomputeOverview implements JobHandler {

    public static final String KIND = "overview-recompute";
    public static final String FILE = "differences.csv";

    private static final String DAYS = "days";
    private static final List<String> TITLES = List.of("day", "what", "id", "recomputed", "kept");

    /** What became firm a moment ago may not have been heard of yet: a difference counts when it stays. */
    private static final int ROUNDS = 5;

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(2);

    private final CompareDay compare;
    private final RollupStore rollups;
    private final BoardStore boards;
    private final Jobs jobs;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    RecomputeOverview(
            CompareDay compare,
            RollupStore rollups,
            BoardStore boards,
            Jobs jobs,
            Transactions transactions,
            ShopClock clock) {
        this.compare = compare;
        this.rollups = rollups;
        this.boards = boards;
        this.jobs = jobs;
        this.transactions = transactions;
        this.clock = clock;
    }

    private record Work(JobRun run, Span span, Instant until) {}

    /** Answers the job. */
    public Uni<UUID> submit(int days, Actor actor) {
        return transactions.in(tx -> jobs.submit(tx, KIND, actor, Map.of(DAYS, days), List.of()));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        return Uni.createFrom().deferred(() -> {
            var now = clock.instant();
            var days = run.parameters().get(DAYS).asInt();
            var work = new Work(run, Span.last(days, ShopCalendar.dayOf(now)), now);
            return rounds(work, 1).chain(found -> report(work, found));
        });
    }

    private Uni<List<Difference>> rounds(Work work, int round) {
        return round(work)
                .chain(found -> found.isEmpty() || round == ROUNDS
                        ? Uni.createFrom().item(found)
                        : Uni.createFrom()
                                .voidItem()
                                .onItem()
                                .delayIt()
                                .by(BETWEEN_ROUNDS)
                                .chain(() -> rounds(work, round + 1)));
    }

    private Uni<List<Difference>> round(Work work) {
        var days = work.span().days();
        return Multi.createFrom()
                .range(0, days.size())
                .onItem()
                .transformToUniAndConcatenate(i -> compare.compare(days.get(i), work.until())
                        .call(found -> work.run().progress(i + 1L, days.size(), found.size(), Map.of())))
                .collect()
                .asList()
                .chain(ofDays -> crooked(work.span().from())
                        .map(crooked -> Stream.concat(
                                        ofDays.stream().flatMap(List::stream),
                                        crooked.stream().map(RecomputeOverview::difference))
                                .toList()));
    }

    /** Of the overview and of the leaderboards. */
    private Uni<List<Crooked>> crooked(LocalDate from) {
        return rollups.differences(transactions.reads(), from)
                .chain(sums -> boards.differences(transactions.reads(), from)
                        .map(places ->
                                Stream.concat(sums.stream(), places.stream()).toList()));
    }

    private static Uni<Void> report(Work work, List<Difference> found) {
        var rows = found.stream()
                .map(each -> List.of(each.day().toString(), each.what(), each.id(), each.recomputed(), each.kept()))
                .toList();
        var head = CsvText.head(TITLES);
        var body = CsvText.rows(rows);
        var file = new byte[head.length + body.length];
        System.arraycopy(head, 0, file, 0, head.length);
        System.arraycopy(body, 0, file, head.length, body.length);
        var days = work.span().days().size();
        return work.run()
                .keepFile(FILE, "text/csv", file)
                .chain(() -> work.run().progress(days, days, found.size(), Map.of()));
    }

    private static Difference difference(Crooked crooked) {
        return new Difference(
                crooked.day(), "sums", crooked.dimension() + ":" + crooked.key(), crooked.facts(), crooked.sums());
    }
}
