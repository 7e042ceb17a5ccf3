package cn.siyu.groupbuy.domain;

import cn.siyu.audience.SegmentId;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.koc.CommunityId;
import cn.siyu.trade.Terms.Commission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What staff lay down for an activity (B2).
 *
 * @param size members that a group needs, the leader included; a ladder has places for more
 * @param groupTtl how long a group gathers, from the leader's payment on
 * @param payTimeout how long a place is held for a payment
 * @param closingGrace how long after the end open groups may still fill
 * @param leaveLock how long before a group runs out nobody may leave it any more (B17); as long as it gathers: nobody ever
 * @param maxOpenGroups in how many undecided groups of this activity one person may sit
 * @param segment who may take part; empty: everybody
 * @param commission whether orders pay commission (B22); {@code commissionRate} with OVERRIDE alone
 * @param community to which it is offered (B23)
 * @param deal ladder, benefit and what else there is besides the group price
 */
public record Plan(
        String name,
        SpuId spu,
        List<Offer> offers,
        Mode mode,
        int size,
        Duration groupTtl,
        Duration payTimeout,
        Duration closingGrace,
        Duration leaveLock,
        int perOrderQty,
        int perPersonQty,
        int maxOpenGroups,
        Optional<SegmentId> segment,
        Commission commission,
        Optional<Rate> commissionRate,
        Optional<CommunityId> community,
        Instant startsAt,
        Instant endsAt,
        Deal deal) {

    public Plan {
        offers = List.copyOf(offers);
    }

    /** Members for whom a group has places. */
    public int places() {
        return deal.steps().isEmpty() ? size : deal.steps().getLast();
    }

    /** Whether a group that has come about owes its members something. */
    public boolean settles() {
        return !deal.steps().isEmpty()
                || deal.benefit().kind() != LeaderBenefit.Kind.NONE
                || deal.lossBudget().isPresent();
    }

    public Optional<Offer> offer(SkuId sku) {
        return offers.stream().filter(each -> each.sku().equals(sku)).findFirst();
    }

    public Map<SkuId, Integer> quotas() {
        return offers.stream().collect(Collectors.toMap(Offer::sku, Offer::quota));
    }

    /** What is wrong with it by itself, by field. {@code cap} limits all commission of an order line. */
    public List<FieldError> faults(Instant now, Rate cap) {
        var faults = new ArrayList<FieldError>();
        if (!startsAt.isBefore(endsAt)) {
            faults.add(new FieldError("endsAt", "must be after startsAt"));
        }
        if (!now.isBefore(endsAt)) {
            faults.add(new FieldError("endsAt", "must lie ahead"));
        }
        if (perOrderQty > perPersonQty) {
            faults.add(new FieldError("perOrderQty", "is more than perPersonQty"));
        }
        if ((commission == Commission.OVERRIDE) != commissionRate.isPresent()) {
            faults.add(new FieldError("commissionBp", "belongs to OVERRIDE and to nothing else"));
        }
        if (commissionRate
                .filter(rate -> rate.basisPoints() > cap.basisPoints())
                .isPresent()) {
            faults.add(new FieldError("commissionBp", "is more than the cap of " + cap.basisPoints()));
        }
        if (new HashSet<>(offers.stream().map(Offer::sku).toList()).size() < offers.size()) {
            faults.add(new FieldError("skus", "name each SKU once"));
        }
        faults.addAll(DealFaults.of(this, cap));
        return List.copyOf(faults);
    }

    /** What an activity that has begun may not become: the names of the fields that differ. More units and a later end are fine. */
    public List<FieldError> illegalChanges(Plan wished) {
        var faults = new ArrayList<FieldError>();
        var same = Map.<String, Function<Plan, Object>>ofEntries(
                Map.entry("name", Plan::name),
                Map.entry("spuId", Plan::spu),
                Map.entry("mode", Plan::mode),
                Map.entry("size", Plan::size),
                Map.entry("groupTtlMinutes", Plan::groupTtl),
                Map.entry("payTimeoutMinutes", Plan::payTimeout),
                Map.entry("closingGraceMinutes", Plan::closingGrace),
                Map.entry("lockBeforeExpiryMinutes", Plan::leaveLock),
                Map.entry("perOrderQty", Plan::perOrderQty),
                Map.entry("perPersonQty", Plan::perPersonQty),
                Map.entry("maxOpenGroupsPerPerson", Plan::maxOpenGroups),
                Map.entry("segmentId", Plan::segment),
                Map.entry("commission", Plan::commission),
                Map.entry("commissionBp", Plan::commissionRate),
                Map.entry("communityId", Plan::community),
                Map.entry("stepSizes", plan -> plan.deal().steps()),
                Map.entry("leaderBenefit", plan -> plan.deal().benefit()),
                Map.entry("benefitFirst", plan -> plan.deal().benefitFirst()),
                Map.entry("singleBuy", plan -> plan.deal().singleBuy()),
                Map.entry("coupons", plan -> plan.deal().coupons()),
                Map.entry("lossBudgetFen", plan -> plan.deal().lossBudget().isPresent()),
                Map.entry("startsAt", Plan::startsAt));
        same.entrySet().stream()
                .filter(each -> !Objects.equals(
                        each.getValue().apply(this), each.getValue().apply(wished)))
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(field -> faults.add(new FieldError(field, "cannot be changed any more")));
        if (wished.endsAt().isBefore(endsAt)) {
            faults.add(new FieldError("endsAt", "can only become later"));
        }
        if (deal.lossBudget().isPresent()
                && wished.deal.lossBudget().isPresent()
                && wished.deal.lossBudget().get().compareTo(deal.lossBudget().get()) < 0) {
            faults.add(new FieldError("lossBudgetFen", "can only be raised"));
        }
        if (!prices(this).equals(prices(wished))) {
            faults.add(new FieldError("skus", "keep their SKUs and prices"));
        } else if (wished.offers().stream().anyMatch(offer -> offer.quota() < quotas().getOrDefault(offer.sku(), 0))) {
            faults.add(new FieldError("skus", "quotas can only be raised"));
        }
        return List.copyOf(faults);
    }

    /** How many units more this one wants than {@code before}. */
    public Map<SkuId, Integer> raised(Plan before) {
        var had = before.quotas();
        return offers.stream()
                .filter(offer -> offer.quota() > had.getOrDefault(offer.sku(), 0))
                .collect(Collectors.toMap(Offer::sku, offer -> offer.quota() - had.getOrDefault(offer.sku(), 0)));
    }

    private static Map<SkuId, List<Money>> prices(Plan plan) {
        return plan.offers().stream()
                .collect(Collectors.toMap(
                        Offer::sku,
                        offer -> Stream.concat(Stream.of(offer.price()), offer.steps().stream())
                                .toList()));
    }
}
