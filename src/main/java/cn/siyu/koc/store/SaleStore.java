package cn.siyu.koc.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.CommunitySales.Brought;
import cn.siyu.koc.CommunitySales.Sale;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Sales to communities and what of them went back: appended, never changed. */
@Singleton
public class SaleStore {

    private static final String ADD = """
            insert into koc_sale (order_id, member_id, at, gross_fen, binding_id, koc_id, seller_id, community_id, token)
            select n.*
              from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::bigint[], $5::text[]::uuid[], $6::text[]::uuid[],
                          $7::text[]::uuid[], $8::text[]::uuid[], $9::text[])
                   as n (order_id, member_id, at, gross_fen, binding_id, koc_id, seller_id, community_id, token)
             where n.binding_id is not null
                or exists (select from koc_membership m
                            where m.member_id = n.member_id and m.joined_at <= n.at and (m.left_at is null or m.left_at > n.at))
            on conflict on constraint koc_sale_pk do nothing""";

    private static final String REFUND = """
            insert into koc_refund (refund_no, order_id, at, amount_fen) values ($1, $2, $3, $4)
            on conflict on constraint koc_refund_pk do nothing""";

    private static final String SEE = """
            insert into koc_seen (member_id, day)
            select $1::uuid, $2::date
             where exists (select from koc_membership where member_id = $1 and left_at is null)
            on conflict on constraint koc_seen_pk do nothing""";

    private static final String BROUGHT = """
            select count(*) as orders, coalesce(sum(s.gross_fen - coalesce(r.back_fen, 0)), 0)::bigint as net_fen
              from koc_sale s
              left join lateral (select sum(amount_fen) as back_fen from koc_refund where order_id = s.order_id) r on true
             where s.community_id = any($1::uuid[]) and s.at >= $2 and s.at < $3
               and s.gross_fen > coalesce(r.back_fen, 0)""";

    /** Orders of which something is left, and what that is. */
    public record Sum(long orders, Money net) {}

    /** One that is there already is passed over. */
    public Uni<Integer> add(Tx tx, Collection<Sale> sales) {
        return tx.execute(
                ADD,
                sales.stream().map(Sale::order).toList(),
                sales.stream().map(Sale::buyer).toList(),
                sales.stream().map(Sale::at).toList(),
                sales.stream().map(Sale::total).toList(),
                texts(sales, by -> Optional.of(by.binding().toString())),
                texts(sales, by -> Optional.of(by.koc().toString())),
                texts(sales, by -> Optional.of(by.seller().toString())),
                texts(sales, by -> Optional.of(by.community().value().toString())),
                texts(sales, Brought::token));
    }

    /** As texts, because an array of nothing but nulls does not say of what it is one. */
    private static String[] texts(Collection<Sale> sales, Function<Brought, Optional<String>> text) {
        return sales.stream()
                .map(sale -> sale.brought().flatMap(text).orElse(null))
                .toArray(String[]::new);
    }

    /** One that is there already is passed over. */
    public Uni<Integer> refund(Tx tx, UUID order, String refundNo, Money amount, Instant at) {
        return tx.execute(REFUND, refundNo, order, at, amount);
    }

    /** Of somebody who is in no community nothing is kept. */
    public Uni<Integer> see(Tx tx, UUID member, LocalDate day) {
        return tx.execute(SEE, member, day);
    }

    /** What KOCs of these communities brought in that time, as far as it did not go back. */
    public Uni<Sum> brought(Sql sql, Collection<CommunityId> communities, Instant from, Instant until) {
        return sql.one(
                BROUGHT,
                row -> new Sum(row.getLong("orders"), new Money(row.getLong("net_fen"))),
                communities,
                from,
                until);
    }
}
