package cn.siyu.notify.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.notify.domain.Kind;
import cn.siyu.notify.domain.NotifyProblem;
import cn.siyu.notify.domain.Template;
import cn.siyu.notify.store.PermissionStore;
import cn.siyu.notify.store.PermissionStore.Permission;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a member allows: told by his own mini-program, because WeChat cannot be asked. */
@Singleton
public class Subscriptions {

    private final Templates templates;
    private final PermissionStore permissions;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Subscriptions(Templates templates, PermissionStore permissions, Transactions transactions, ShopClock clock) {
        this.templates = templates;
        this.permissions = permissions;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A template with how many messages of it the member allows. */
    public record Credit(Kind kind, String templateId, int permits) {}

    /** One more of each that the member has just accepted; answers how many of each there are now. */
    public Uni<List<Credit>> accepted(UUID member, Set<String> templateIds) {
        if (!ids().containsAll(templateIds)) {
            return Uni.createFrom().failure(new Refused(NotifyProblem.TEMPLATE_UNKNOWN));
        }
        return transactions.in(tx ->
                permissions.grant(tx, member, templateIds, clock.instant()).chain(() -> credits(tx, member)));
    }

    /** Of every template of the shop. */
    public Uni<List<Credit>> credits(UUID member) {
        return credits(transactions.reads(), member);
    }

    private Uni<List<Credit>> credits(Sql sql, UUID member) {
        return permissions.ofMember(sql, member, ids()).map(this::credits);
    }

    private List<Credit> credits(List<Permission> given) {
        var permits = given.stream().collect(Collectors.toMap(Permission::templateId, Permission::permits));
        return templates.all().stream()
                .map(template -> new Credit(template.kind(), template.id(), permits.getOrDefault(template.id(), 0)))
                .toList();
    }

    private Set<String> ids() {
        return templates.all().stream().map(Template::id).collect(Collectors.toSet());
    }
}
