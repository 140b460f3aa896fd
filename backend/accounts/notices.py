"""The words of letters and notices about accounts."""

from __future__ import annotations

from backend.notifications.wording import Wording
from rules.text import Text

NOTICES = {
    "accounts.sign_up": Wording(
        Text("Закончите создание аккаунта", "Finish making your account"),
        Text(
            "{name}, ссылка действует сутки. Если аккаунт создаёте не вы, ничего не делайте.",
            "{name}, the link works for a day. If this is not you, do nothing.",
        ),
        Text("Создать аккаунт", "Make the account"),
    ),
    "accounts.has_account": Wording(
        Text("У вас уже есть аккаунт", "You have an account already"),
        Text(
            "Кто-то, может быть вы, указал этот адрес для аккаунта. Войдите или задайте новый пароль.",
            "Somebody, perhaps you, gave this address for an account. Sign in or set a new password.",
        ),
        Text("Войти", "Sign in"),
    ),
    "accounts.no_account": Wording(
        Text("Аккаунта с этой почтой нет", "There is no account with this address"),
        Text(
            "Кто-то, может быть вы, попросил новый пароль. Возможно, аккаунт на другой адрес.",
            "Somebody, perhaps you, asked for a new password. The account may have another address.",
        ),
        Text("Создать аккаунт", "Make an account"),
    ),
    "accounts.new_password": Wording(
        Text("Задайте новый пароль", "Set a new password"),
        Text(
            "Ссылка действует час. Если вы не просили, ничего не делайте: пароль прежний.",
            "The link works for an hour. If you did not ask, do nothing: the password stays.",
        ),
        Text("Задать пароль", "Set the password"),
    ),
    "accounts.password_changed": Wording(
        Text("Пароль изменён, другие устройства отключены", "Password changed, other devices signed out"),
        Text("Если это не вы, сразу задайте новый пароль.", "If this was not you, set a new password at once."),
        Text("Это не я: новый пароль", "Not me: new password"),
    ),
    "accounts.new_email": Wording(
        Text("Подтвердите новую почту", "Confirm your new address"),
        Text("Ссылка действует сутки.", "The link works for a day."),
        Text("Подтвердить", "Confirm"),
    ),
    "accounts.email_asked": Wording(
        Text("Просят сменить вашу почту", "Somebody asks to change your address"),
        Text(
            "Новый адрес: {email}. Если это не вы, смените пароль: ссылка перестанет действовать.",
            "The new address: {email}. If this is not you, change the password: the link ends then.",
        ),
        Text("Открыть «Мои данные»", "Open “My details”"),
    ),
    "accounts.email_changed": Wording(
        Text("Почта аккаунта изменена", "The address of your account has changed"),
        Text("Новый адрес: {email}. Сюда мы больше не пишем.", "The new address: {email}. We stop writing here."),
        Text("Открыть «Мои данные»", "Open “My details”"),
    ),
    "accounts.invitation": Wording(
        Text("Вас приглашают: {business}", "You are invited: {business}"),
        Text(
            "Приглашает {person}. Ссылка действует 7 дней. Если вы не ждали письма, ничего не делайте.",
            "{person} invites you. The link works for 7 days. If you did not expect this, do nothing.",
        ),
        Text("Посмотреть приглашение", "See the invitation"),
    ),
    "accounts.joined": Wording(
        Text("{person} теперь в вашем бизнесе", "{person} is now in your business"),
        Text("{business}. Почта: {email}.", "{business}. Address: {email}."),
    ),
    "accounts.left": Wording(
        Text("{person} больше не в вашем бизнесе", "{person} has left your business"),
        Text("{business}. Ключи и ссылки человека отключены.", "{business}. Their keys and links have ended."),
    ),
    "accounts.removed": Wording(
        Text("Ваш доступ закончился: {business}", "Your access has ended: {business}"),
        Text("Так решил владелец. Ключи и ссылки отключены.", "The owner decided so. Keys and links have ended."),
    ),
    "accounts.key_made": Wording(
        Text("Создан ключ для программы: {name}", "A key for a program was made: {name}"),
        Text(
            "{business}. Если это не вы, отзовите ключ и смените пароль.",
            "{business}. If this was not you, end the key and change the password.",
        ),
    ),
    "accounts.role_granted": Wording(
        Text("У вас новая роль: {role}", "You have a new role: {role}"),
        Text("Войдите заново.", "Sign in again."),
    ),
    "accounts.role_revoked": Wording(
        Text("Роли больше нет: {role}", "You no longer have the role: {role}"),
        Text("Войдите заново.", "Sign in again."),
    ),
    "accounts.second_factor_on": Wording(
        Text("Приложение с кодами подключено", "The app with codes is set up"),
        Text(
            "Другие устройства отключены. Если это не вы, сразу смените пароль и позвоните администратору.",
            "Other devices are signed out. If this was not you, change the password and call an admin at once.",
        ),
    ),
    "accounts.second_factor_off": Wording(
        Text("Код при входе выключен", "The code at sign-in is off"),
        Text("Если это не вы, сразу смените пароль.", "If this was not you, change the password at once."),
    ),
    "accounts.second_factor_reset": Wording(
        Text("Администратор сбросил ваше приложение с кодами", "An admin has reset your app with codes"),
        Text(
            "Войдите по паролю и подключите приложение заново. Если вы не просили, позвоните администратору.",
            "Sign in by the password and set the app up anew. If you did not ask, call an admin.",
        ),
    ),
    "accounts.recovery_code": Wording(
        Text("Вошли кодом восстановления", "Somebody signed in by a recovery code"),
        Text(
            "Осталось кодов: {left}. Если это не вы, сразу смените пароль и замените приложение.",
            "Codes left: {left}. If this was not you, change the password and the app at once.",
        ),
    ),
    "accounts.recovery_codes": Wording(
        Text("У вас новые коды восстановления", "You have new recovery codes"),
        Text(
            "Прежние не действуют. Если это не вы, сразу смените пароль.",
            "The former ones are good no more. If this was not you, change the password at once.",
        ),
    ),
}
