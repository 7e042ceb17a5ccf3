package cn.siyu.distribution.web;

import cn.siyu.distribution.app.Sealed;
import cn.siyu.distribution.store.DistributorPages.Sheet;
import cn.siyu.distribution.web.DistributorView.Person;
import cn.siyu.kernel.security.Caller;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.web.NumberedPage;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Shows distributors to staff: whoever decides about people sees who they are, everybody else sees them masked. */
@Singleton
class DistributorViews {

    private final Sealed sealed;
    private final Caller caller;

    @Inject
    DistributorViews(Sealed sealed, Caller caller) {
        this.sealed = sealed;
        this.caller = caller;
    }

    DistributorView of(Sheet sheet) {
        return DistributorView.of(sheet, person(sheet));
    }

    NumberedPage<DistributorView> of(NumberedPage<Sheet> found) {
        return new NumberedPage<>(
                found.items().stream().map(this::of).toList(), found.page(), found.size(), found.total());
    }

    private Person person(Sheet sheet) {
        var phone = sealed.openPhone(sheet.id(), sheet.phoneSealed());
        return caller.is(Role.ADMIN) || caller.is(Role.OPS)
                ? new Person(sealed.openName(sheet.id(), sheet.nameSealed()), phone)
                : new Person(sheet.shownName(), Sealed.maskedPhone(phone));
    }
}
