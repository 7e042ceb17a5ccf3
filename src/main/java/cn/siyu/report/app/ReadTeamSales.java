package cn.siyu.report.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.Distributors;
import cn.siyu.distribution.Distributors.Card;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.member.MemberId;
import cn.siyu.report.domain.Board.Period;
import cn.siyu.report.domain.ReportProblem;
import cn.siyu.report.domain.Span;
import cn.siyu.report.store.TeamSalesStore;
import cn.siyu.report.store.TeamSalesStore.Sold;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a captain sees of his team's sales: who has sold how much, and nothing of anybody's pay (C3, C4). */
@Singleton
public class ReadTeamSales {

    private final TeamSalesStore sales;
    private final Distributors distributors;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ReadTeamSales(TeamSalesStore sales, Distributors distributors, Transactions transactions, ShopClock clock) {
        this.sales = sales;
        this.distributors = distributors;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Sales of a span, with the names that others may see. */
    public record TeamSales(Span span, List<Sold> members, Map<UUID, String> names) {}

    /** Without a day of today's period. */
    public Uni<TeamSales> of(UUID captain, Period period, Optional<LocalDate> day) {
        var span = period.around(day.orElseGet(() -> ShopCalendar.dayOf(clock.instant())));
        return distributors
                .teamOf(transactions.reads(), new MemberId(captain))
                .invoke(ReadTeamSales::refuseNone)
                .chain(team -> sales.of(
                                transactions.reads(),
                                team.stream().map(DistributorId::value).toList(),
                                span)
                        .chain(sold -> distributors
                                .cards(transactions.reads(), team)
                                .map(cards -> new TeamSales(span, sold, names(cards)))));
    }

    private static void refuseNone(List<DistributorId> team) {
        if (team.isEmpty()) {
            throw new Refused(ReportProblem.NO_TEAM_LED);
        }
    }

    private static Map<UUID, String> names(List<Card> cards) {
        return cards.stream().collect(Collectors.toMap(card -> card.id().value(), Card::name));
    }
}
