package cn.siyu.kernel.watch;

import cn.siyu.kernel.rate.ClientAddress;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;

/** Whose watchers are counted together: a member's, or those of an address. */
record Client(String name, boolean member) {

    static Client of(Caller caller, ClientAddress address) {
        return caller.is(Role.MEMBER)
                ? new Client("member:" + caller.id(), true)
                : new Client("address:" + address.value(), false);
    }
}
