package cn.siyu.member.store;

import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import cn.siyu.member.domain.Consent;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The history of consents: it only grows. */
@Singleton
public class ConsentStore {

    private static final String NEWEST = " order by at desc, id desc";

    private final Rows rows = new Rows();

    /** The repository behind the store. */
    static final class Rows implements PanacheRepositoryBase<ConsentRow, UUID> {}

    public Uni<Void> add(MemberId member, Consent consent) {
        var row = new ConsentRow();
        row.id = consent.id();
        row.memberId = member.value();
        row.kind = consent.kind().name();
        row.version = consent.version();
        row.given = consent.given();
        row.at = consent.at();
        return rows.persistAndFlush(row).replaceWithVoid();
    }

    /** The answer that holds, if there ever was one. */
    public Uni<Optional<Consent>> latest(MemberId member, Consent.Kind kind) {
        return rows.find("memberId = ?1 and kind = ?2" + NEWEST, member.value(), kind.name())
                .<ConsentRow>firstResult()
                .map(row -> Optional.ofNullable(row).map(ConsentRow::consent));
    }

    public Uni<List<Consent>> newest(MemberId member, Optional<Cursor> after, int limit) {
        var found = after.map(cursor -> rows.find(
                        "memberId = ?1 and (at < ?2 or (at = ?2 and id < ?3))" + NEWEST,
                        member.value(),
                        cursor.at(),
                        cursor.id()))
                .orElseGet(() -> rows.find("memberId = ?1" + NEWEST, member.value()));
        return found.page(0, limit)
                .<ConsentRow>list()
                .map(list -> list.stream().map(ConsentRow::consent).toList());
    }
}
