package cn.siyu.catalog;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;

/** Suppliers as others see them. Reads of their own: call before a transaction, never inside one. */
public interface Suppliers {

    /** Where the goods of these suppliers are sent back to; those without an address of their own are not answered. */
    Uni<Map<SupplierId, ReturnAddress>> returnAddresses(Collection<SupplierId> suppliers);
}
