package cn.siyu.commission.app;

import cn.siyu.commission.domain.StatementMonth;
import cn.siyu.commission.store.DraftStore;
import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.DistributorType;
import cn.siyu.distribution.Settlements;
import cn.siyu.distribution.Settlements.Way;
import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The companies that settle for members of their teams (C4), as statements need them. */
@Singleton
class Companies {

    private static final int PORTION = 1_000;
    private static final UUID BEGINNING = new UUID(0, 0);

    /** The last instant of a month is in it. */
    private static final Duration MOMENT = Duration.ofNanos(1_000);

    private final Settlements settlements;
    private final DraftStore store;

    @Inject
    Companies(Settlements settlements, DraftStore store) {
        this.settlements = settlements;
        this.store = store;
    }

    /**
     * A company and for whom it settles.
     *
     * @param representatives the accounts of its captains: they answer for it
     * @param accounts of all members
     */
    record Company(UUID id, String name, List<UUID> representatives, List<UUID> accounts) {}

    /** All companies of a month. */
    record Known(List<Company> companies, Map<UUID, Company> byAccount) {

        static Known of(List<Company> companies) {
            return new Known(
                    companies,
                    companies.stream()
                            .flatMap(company -> company.accounts().stream().map(account -> Map.entry(account, company)))
                            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        }

        Map<UUID, Company> byId() {
            return companies.stream().collect(Collectors.toMap(Company::id, Function.identity()));
        }
    }

    /** As they settled when the month ended, sorted by id. */
    Uni<Known> of(Sql sql, StatementMonth month) {
        var ways = new TreeMap<UUID, List<Way>>(Id::compare);
        return collect(sql, month, BEGINNING, ways)
                .chain(() -> ways.isEmpty()
                        ? Uni.createFrom().item(List.<Settlements.Company>of())
                        : settlements.companies(sql, ways.keySet()))
                .map(named -> Known.of(companies(ways, named)));
    }

    private Uni<Void> collect(Sql sql, StatementMonth month, UUID after, Map<UUID, List<Way>> ways) {
        return store.next(sql, after, PORTION)
                .chain(accounts -> accounts.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : settlements
                                .at(
                                        sql,
                                        accounts.stream()
                                                .map(DistributorId::new)
                                                .toList(),
                                        month.end().minus(MOMENT))
                                .invoke(found -> found.forEach(way -> way.company()
                                        .ifPresent(company -> ways.computeIfAbsent(company, _ -> new ArrayList<>())
                                                .add(way))))
                                .chain(() -> collect(sql, month, accounts.getLast(), ways)));
    }

    private static List<Company> companies(Map<UUID, List<Way>> ways, List<Settlements.Company> named) {
        Map<UUID, String> names =
                named.stream().collect(Collectors.toMap(Settlements.Company::id, Settlements.Company::name));
        return ways.entrySet().stream()
                .map(entry -> new Company(
                        entry.getKey(),
                        Objects.requireNonNull(names.get(entry.getKey())),
                        entry.getValue().stream()
                                .filter(way -> way.type() == DistributorType.TEAM_CAPTAIN)
                                .map(way -> way.distributor().value())
                                .toList(),
                        entry.getValue().stream()
                                .map(way -> way.distributor().value())
                                .toList()))
                .toList();
    }
}
