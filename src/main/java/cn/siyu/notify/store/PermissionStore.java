package cn.siyu.notify.store;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Rows of permissions. They are spent where messages are written. */
@Singleton
public class PermissionStore {

    /** However often a client says so: more than this many are of no use. */
    private static final int MOST = 50;

    private static final String GRANT = """
            insert into notify_permission (member_id, template_id, permits, changed_at)
            select $1, template_id, 1, $3
              from unnest($2::text[]) as wanted (template_id)
             order by template_id
            on conflict (member_id, template_id) do update
               set permits = least(notify_permission.permits + 1, $4), changed_at = $3""";

    private static final String GIVE_BACK = """
            update notify_permission
               set permits = least(permits + 1, $3), changed_at = $4
             where member_id = $1 and template_id = $2""";

    private static final String NONE_LEFT = """
            update notify_permission
               set permits = 0, changed_at = $3
             where member_id = $1 and template_id = $2""";

    private static final String OF_MEMBER = """
            select template_id, permits
              from notify_permission
             where member_id = $1 and template_id = any($2::text[])
             limit 100""";

    /** How many messages of a template a member allows. */
    public record Permission(String templateId, int permits) {}

    /** One more of each. */
    public Uni<Integer> grant(Tx tx, UUID member, Collection<String> templateIds, Instant now) {
        return tx.execute(GRANT, member, templateIds, now, MOST);
    }

    public Uni<Integer> giveBack(Tx tx, UUID member, String templateId, Instant now) {
        return tx.execute(GIVE_BACK, member, templateId, MOST, now);
    }

    public Uni<Integer> noneLeft(Tx tx, UUID member, String templateId, Instant now) {
        return tx.execute(NONE_LEFT, member, templateId, now);
    }

    public Uni<List<Permission>> ofMember(Sql sql, UUID member, Collection<String> templateIds) {
        return sql.list(
                OF_MEMBER,
                row -> new Permission(row.getString("template_id"), row.getInteger("permits")),
                member,
                templateIds);
    }
}
