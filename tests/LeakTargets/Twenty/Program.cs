// Twenty programs in one, each with some 100 MB that it has good reason to keep: ten leak (Leaking), ten are only busy (Honest).
// The first argument names the case; Common has what several of them are built of, as libraries of a firm would.
Action serve = () => TargetConsole.Serve(args[1..]);
switch (args[0])
{
    case "dashboard": Dashboard.App.Run(serve); break;
    case "fleet": Fleet.App.Run(serve); break;
    case "fares": await Fares.App.Run(serve); break;
    case "payments": Payments.App.Run(serve); break;
    case "viewer": Viewer.App.Run(serve); break;
    case "camera": Camera.App.Run(serve); break;
    case "clinic": Clinic.App.Run(serve); break;
    case "imports": Imports.App.Run(serve); break;
    case "mail": Mail.App.Run(serve); break;
    case "feeds": Feeds.App.Run(serve); break;

    case "webshop": await Webshop.App.Run(serve); break;
    case "trading": Trading.App.Run(serve); break;
    case "compiler": Compiler.App.Run(serve); break;
    case "chat": await Chat.App.Run(serve); break;
    case "game": Game.App.Run(serve); break;
    case "search": Search.App.Run(serve); break;
    case "batch": Batch.App.Run(serve); break;
    case "metrics": Metrics.App.Run(serve); break;
    case "editor": Editor.App.Run(serve); break;
    case "jobs": Jobs.App.Run(serve); break;
    default: throw new ArgumentException($"There is no case {args[0]}.");
}
