import "./styles/site.css";
import "./swaps";
import { startAnswers } from "./answers";
import { startBusy } from "./busy";
import { startChoices } from "./choices";
import { addFilters } from "./filter";
import { startMenus } from "./menus";
import { startOffline } from "./offline";
import { startPrint } from "./print";

startAnswers();
startBusy();
startChoices();
startMenus();
startOffline();
startPrint();
addFilters(document);
