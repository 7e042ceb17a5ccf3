package cn.siyu.koc.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunityId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Codes at WeCom by which customers join chats. */
@Singleton
public class JoinWayStore {

    private static final String INSERT = """
            insert into koc_join_way (id, community_id, config_id, qr_code, chat_ids, auto_create, created_at)
            values ($1, $2, $3, $4, $5::text[], $6, $7)""";

    private static final String OF_COMMUNITY = """
            select id, community_id, config_id, qr_code, chat_ids, auto_create, created_at
              from koc_join_way
             where community_id = $1
             order by created_at desc, id desc
             limit 100""";

    private static final String CHATS =
            "select chat_id from koc_community where id = any($1::uuid[]) and state = 'ACTIVE' order by id";

    /** A code and the chats into which it leads. */
    public record JoinWay(
            UUID id,
            UUID community,
            String configId,
            String qrCode,
            List<String> chatIds,
            boolean autoCreate,
            Instant createdAt) {}

    public Uni<Void> insert(Tx tx, JoinWay way) {
        return tx.execute(
                        INSERT,
                        way.id(),
                        way.community(),
                        way.configId(),
                        way.qrCode(),
                        way.chatIds(),
                        way.autoCreate(),
                        way.createdAt())
                .replaceWithVoid();
    }

    public Uni<List<JoinWay>> of(Sql sql, CommunityId community) {
        return sql.list(OF_COMMUNITY, JoinWayStore::way, community);
    }

    /** Of those communities that live. */
    public Uni<List<String>> chats(Sql sql, Collection<UUID> communities) {
        return sql.list(CHATS, row -> row.getString("chat_id"), communities);
    }

    private static JoinWay way(Row row) {
        return new JoinWay(
                row.getUUID("id"),
                row.getUUID("community_id"),
                row.getString("config_id"),
                row.getString("qr_code"),
                List.of(row.getArrayOfStrings("chat_ids")),
                row.getBoolean("auto_create"),
                Columns.instant(row, "created_at"));
    }
}
