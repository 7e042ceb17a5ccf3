package cn.siyu.member.store;

import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.member.MemberId;
import cn.siyu.member.domain.Address;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Addresses read many at a time, for orders: as rows, without a session that would look after each of them. */
@Singleton
public class AddressCards {

    private static final String SOME = """
        select id, member_id, recipient_sealed, phone_sealed, region_code, detail_sealed, is_default, updated_at
          from member_address
         where id = any($1::uuid[])\
        """;

    private final PiiCipher cipher;

    @Inject
    AddressCards(PiiCipher cipher) {
        this.cipher = cipher;
    }

    /** Those of these that exist, whosever they are: whoever asks compares. */
    public Uni<List<Address>> some(Sql sql, Collection<UUID> ids) {
        return sql.list(SOME, this::address, ids);
    }

    private Address address(Row row) {
        var id = row.getUUID("id");
        return new Address(
                id,
                new MemberId(row.getUUID("member_id")),
                cipher.open(row.getString("recipient_sealed"), AddressStore.place(id, "recipient")),
                cipher.open(row.getString("phone_sealed"), AddressStore.place(id, "phone")),
                row.getString("region_code"),
                cipher.open(row.getString("detail_sealed"), AddressStore.place(id, "detail")),
                row.getBoolean("is_default"),
                Columns.instant(row, "updated_at"));
    }
}
