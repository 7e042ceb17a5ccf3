package cn.siyu.report.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.Distributors;
import cn.siyu.distribution.Leaderboards;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.Communities;
import cn.siyu.member.MemberId;
import cn.siyu.report.domain.Board;
import cn.siyu.report.domain.Board.By;
import cn.siyu.report.domain.Board.Of;
import cn.siyu.report.domain.Board.Period;
import cn.siyu.report.domain.Board.Place;
import cn.siyu.report.domain.ReportProblem;
import cn.siyu.report.domain.Span;
import cn.siyu.report.store.BoardStore;
import cn.siyu.report.store.BoardStore.Wanted;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Leaderboards for partners and for the desk (C37). */
@Singleton
public class ReadBoards {

    private final BoardStore boards;
    private final Distributors distributors;
    private final Leaderboards chosen;
    private final Communities communities;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ReadBoards(
            BoardStore boards,
            Distributors distributors,
            Leaderboards chosen,
            Communities communities,
            Transactions transactions,
            ShopClock clock) {
        this.boards = boards;
        this.distributors = distributors;
        this.chosen = chosen;
        this.communities = communities;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Which board is wanted; without a day today's. */
    public record Wish(Of of, By by, Period period, Optional<LocalDate> day, int most) {}

    /** A board with the partners' names. */
    public record Named(Board board, Map<UUID, String> names) {}

    /** What a partner sees: his own place too, wherever it is. */
    public record Seen(Named named, Optional<UUID> own, boolean hidden) {}

    /** Only boards that staff have chosen; another one is not there. */
    public Uni<Seen> seenBy(UUID member, Wish wish) {
        return chosen.current(reads())
                .invoke(boards -> refuseOther(boards, wish.by()))
                .chain(() -> own(member))
                .chain(own -> boards.isHidden(reads(), own.values())
                        .chain(hidden -> named(wish, false, own.values())
                                .map(named -> new Seen(named, Optional.ofNullable(own.get(wish.of())), hidden))));
    }

    private static void refuseOther(Leaderboards.Boards chosen, By by) {
        var metric = switch (by) {
            case SALES -> Leaderboards.Metric.SALES;
            case ORDERS -> Leaderboards.Metric.ORDERS;
            case NEW_CUSTOMERS -> Leaderboards.Metric.NEW_CUSTOMERS;
        };
        if (!chosen.metrics().contains(metric)) {
            throw Refused.notFound();
        }
    }

    public Uni<Named> see(Wish wish) {
        return named(wish, true, List.of());
    }

    /** Whether others see the member on boards; he himself always does. */
    public Uni<Void> show(UUID member, boolean visible) {
        return own(member)
                .chain(own -> transactions.in(tx ->
                        visible ? boards.show(tx, own.values()) : boards.hide(tx, own.values(), clock.instant())));
    }

    private Uni<Named> named(Wish wish, boolean withHidden, Collection<UUID> own) {
        return boards.places(reads(), new Wanted(wish.of(), wish.by(), span(wish), withHidden, own, wish.most()))
                .map(places -> new Board(wish.of(), wish.by(), span(wish), places))
                .chain(board -> names(board).map(names -> new Named(board, names)));
    }

    private Span span(Wish wish) {
        return wish.period().around(wish.day().orElseGet(() -> ShopCalendar.dayOf(clock.instant())));
    }

    private Uni<Map<UUID, String>> names(Board board) {
        var ids = board.places().stream().map(Place::partner).toList();
        return switch (board.of()) {
            case DISTRIBUTOR ->
                distributors
                        .cards(reads(), ids.stream().map(DistributorId::new).toList())
                        .map(cards -> cards.stream()
                                .collect(Collectors.toMap(card -> card.id().value(), Distributors.Card::name)));
            case KOC ->
                communities
                        .kocs(reads(), ids)
                        .map(kocs -> kocs.stream()
                                .collect(Collectors.toMap(Communities.Person::id, Communities.Person::name)));
        };
    }

    /** As what he stands on which board. */
    private Uni<Map<Of, UUID>> own(UUID member) {
        return distributors
                .ofMember(reads(), new MemberId(member))
                .chain(distributor -> communities
                        .kocOf(reads(), new MemberId(member))
                        .map(koc -> Stream.of(
                                        distributor.map(card -> Map.entry(
                                                Of.DISTRIBUTOR, card.id().value())),
                                        koc.map(person -> Map.entry(Of.KOC, person.id())))
                                .flatMap(Optional::stream)
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))))
                .invoke(own -> {
                    if (own.isEmpty()) {
                        throw new Refused(ReportProblem.NOT_ON_A_BOARD);
                    }
                });
    }

    private Sql reads() {
        return transactions.reads();
    }
}
