package cn.siyu.promotion.app;

import cn.siyu.audience.Segments;
import cn.siyu.catalog.CatalogImport;
import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.Products;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.catalog.SpuId;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.promotion.CostBearer;
import cn.siyu.promotion.domain.PromotionProblem;
import cn.siyu.promotion.domain.Scope;
import cn.siyu.promotion.domain.Template.Terms;
import cn.siyu.promotion.domain.Validity;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Holds terms against the catalogue, the law and the audiences of today. Reads only; never inside a transaction. */
@Singleton
class CheckTemplate {

    private final Skus skus;
    private final Products products;
    private final CatalogImport words;
    private final Segments segments;
    private final Transactions transactions;

    @Inject
    CheckTemplate(Skus skus, Products products, CatalogImport words, Segments segments, Transactions transactions) {
        this.skus = skus;
        this.products = products;
        this.words = words;
        this.segments = segments;
        this.transactions = transactions;
    }

    /** Refused with the fields that cannot be, first of all for goods that the law does not let be promoted (L6). */
    Uni<Void> check(Terms terms) {
        return present(terms)
                .chain(present -> goods(terms).map(goods -> joined(ofItself(terms), present, goods)))
                .chain(faults -> audience(terms).map(more -> joined(faults, more)))
                .invoke(CheckTemplate::refuse)
                .replaceWithVoid();
    }

    private List<FieldError> ofItself(Terms terms) {
        var faults = new ArrayList<FieldError>();
        Map.of("name", terms.name(), "note", terms.note())
                .forEach((field, text) -> words.claimIn(text)
                        .ifPresent(word ->
                                faults.add(new FieldError(field, "holds a word that the law forbids: " + word))));
        if (!terms.claimFrom().isBefore(terms.claimUntil())) {
            faults.add(new FieldError("claimUntil", "must be after claimFrom"));
        }
        if (terms.validity() instanceof Validity.Fixed(var from, var until)
                && (!from.isBefore(until) || !terms.claimFrom().isBefore(until))) {
            faults.add(new FieldError("validUntil", "must be after validFrom and after claimFrom"));
        }
        if ((terms.bearer() == CostBearer.HQ) == terms.bearerId().isPresent()) {
            faults.add(
                    new FieldError("bearerId", "names the store, supplier or channel that pays, and is absent for HQ"));
        }
        return faults;
    }

    /** The named SKU of a present or a trial. */
    private Uni<List<FieldError>> present(Terms terms) {
        return terms.benefit()
                .named()
                .map(sku -> skus.cards(List.of(sku)).map(cards -> present(cards, sku)))
                .orElseGet(() -> Uni.createFrom().item(List.of()));
    }

    private static List<FieldError> present(List<SkuCard> cards, SkuId sku) {
        var card = cards.stream().filter(each -> each.sku().equals(sku)).findFirst();
        card.ifPresent(each -> refuseRegulated(each.regulatoryClass()));
        return card.isPresent() ? List.of() : List.of(new FieldError("benefit.skuId", "names no SKU"));
    }

    private Uni<List<FieldError>> goods(Terms terms) {
        return switch (terms.scope().kind()) {
            case SPU -> products(terms.scope());
            case CATEGORY ->
                products.categories()
                        .map(nodes -> nodes.stream()
                                .map(Products.Node::category)
                                .map(CategoryId::value)
                                .collect(Collectors.toSet()))
                        .map(known -> unknown(terms.scope().ids(), known));
            case BRAND, ROLE, ALL -> Uni.createFrom().item(List.of());
        };
    }

    private Uni<List<FieldError>> products(Scope scope) {
        return Multi.createFrom()
                .iterable(scope.ids())
                .onItem()
                .transformToUniAndConcatenate(this::product)
                .collect()
                .asList()
                .map(found -> found.stream().flatMap(Optional::stream).toList());
    }

    private Uni<Optional<FieldError>> product(UUID spu) {
        return products.sheet(new SpuId(spu))
                .map(Optional::of)
                .onFailure(Refused.class)
                .recoverWithItem(Optional.empty())
                .invoke(sheet -> sheet.ifPresent(each -> refuseRegulated(each.regulatoryClass())))
                .map(sheet -> sheet.isPresent()
                        ? Optional.empty()
                        : Optional.of(new FieldError("scope.ids", "names a product that is not on sale: " + spu)));
    }

    private static List<FieldError> unknown(Set<UUID> named, Set<UUID> known) {
        return named.stream()
                .filter(id -> !known.contains(id))
                .map(id -> new FieldError("scope.ids", "names no category: " + id))
                .toList();
    }

    private static void refuseRegulated(RegulatoryClass goods) {
        if (!goods.promotable()) {
            throw Refused.with(
                    PromotionProblem.COUPON_REGULATED,
                    "Rule L6: " + goods + " may not be promoted with a coupon",
                    Map.of("rule", "L6", "regulatoryClass", goods.name()));
        }
    }

    private Uni<List<FieldError>> audience(Terms terms) {
        return terms.segment()
                .map(id -> segments.exists(transactions.reads(), id))
                .orElseGet(() -> Uni.createFrom().item(true))
                .map(lives -> lives ? List.of() : List.of(new FieldError("segmentId", "names no living segment")));
    }

    @SafeVarargs
    private static List<FieldError> joined(List<FieldError>... some) {
        return List.of(some).stream().flatMap(List::stream).toList();
    }

    private static void refuse(List<FieldError> faults) {
        if (!faults.isEmpty()) {
            throw Refused.fields(PromotionProblem.COUPON_TEMPLATE_REFUSED, faults);
        }
    }
}
