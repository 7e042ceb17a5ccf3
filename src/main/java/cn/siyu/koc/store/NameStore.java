package cn.siyu.koc.store;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.koc.Communities.Card;
import cn.siyu.koc.Communities.Person;
import cn.siyu.koc.CommunityId;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Names for the lists and reports of others. */
@Singleton
public class NameStore {

    /** The owner is the last one where nobody is it any more. */
    private static final String CARDS = """
            select c.id, c.name, o.seller_id
              from koc_community c
              join lateral (
                  select seller_id
                    from koc_community_owner
                   where community_id = c.id
                   order by valid_from desc, valid_to desc nulls first
                   limit 1) o on true
             where c.id = any($1::uuid[])""";

    private static final String KOCS = "select id, name from koc_koc where id = any($1::uuid[])";
    private static final String SELLERS = "select id, name from koc_seller where id = any($1::uuid[])";
    private static final String KOC_OF = "select id, name from koc_koc where member_id = $1 and since is not null";

    public Uni<List<Card>> cards(Sql sql, Collection<CommunityId> ids) {
        return sql.list(
                CARDS,
                row -> new Card(new CommunityId(row.getUUID("id")), row.getString("name"), row.getUUID("seller_id")),
                ids);
    }

    public Uni<List<Person>> kocs(Sql sql, Collection<UUID> ids) {
        return sql.list(KOCS, NameStore::person, ids);
    }

    public Uni<List<Person>> sellers(Sql sql, Collection<UUID> ids) {
        return sql.list(SELLERS, NameStore::person, ids);
    }

    /** Of one who has accepted at least once. */
    public Uni<Optional<Person>> kocOf(Sql sql, MemberId member) {
        return sql.one(KOC_OF, NameStore::person, member).map(Optional::ofNullable);
    }

    private static Person person(Row row) {
        return new Person(row.getUUID("id"), row.getString("name"));
    }
}
